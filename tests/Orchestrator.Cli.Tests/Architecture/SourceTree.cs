using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Orchestrator.Cli.Tests.Architecture;

/// <summary>The sources of the projects, and what the compiler made of them.</summary>
internal static partial class SourceTree
{
    public static string Root { get; } = Find();

    /// <summary>The C# files of a project, without what the build makes.</summary>
    public static IEnumerable<SourceFile> Files(string project)
    {
        var home = Path.Combine(Root, project);
        foreach (var path in Directory.EnumerateFiles(home, "*.cs", SearchOption.AllDirectories))
        {
            var parts = Path.GetRelativePath(home, path).Split('/');
            if (parts[0] is not ("bin" or "obj"))
            {
                var text = File.ReadAllText(path);
                var match = NamespaceLine().Match(text);
                yield return new SourceFile(path, string.Join('.', parts[..^1].Prepend(project)), match.Success ? match.Groups["name"].Value : null, text);
            }
        }
    }

    public static AssemblyDefinition Assembly(string project)
    {
        var folder = Path.GetDirectoryName(typeof(SourceTree).Assembly.Location)!;
        return AssemblyDefinition.ReadAssembly(Path.Combine(folder, (project == "Orchestrator.Cli" ? "cccc" : project) + ".dll"));
    }

    private static string Find([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../src"));

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceLine();
}

/// <summary>A source file; <paramref name="Namespace"/> is null where it has only statements or attributes.</summary>
internal sealed record SourceFile(string Path, string Folder, string? Namespace, string Text);
