using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Orchestrator.Cli.Tests;

/// <summary>Code may depend only on what stands to its left: Terminal ← Core ← Tui ← Host ← Cli.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] s_order = ["Orchestrator.Terminal", "Orchestrator.Core", "Orchestrator.Tui", "Orchestrator.Host", "Orchestrator.Cli"];

    [Fact]
    public void Projects_refer_to_the_projects_on_their_left_only()
    {
        foreach (string project in s_order)
        {
            string file = Path.Combine(Sources(), project, project + ".csproj");
            IEnumerable<string> references = XDocument.Load(file).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.All(references, reference => Assert.True(IsLeft(reference, project), $"{project} refers to {reference}"));
        }
    }

    [Fact]
    public void Assemblies_use_the_assemblies_on_their_left_only()
    {
        string folder = Path.GetDirectoryName(typeof(ArchitectureTests).Assembly.Location)!;
        foreach (string project in s_order)
        {
            string name = project == "Orchestrator.Cli" ? "cccc" : project;
            Assembly assembly = Assembly.LoadFrom(Path.Combine(folder, name + ".dll"));
            IEnumerable<string> ours = assembly.GetReferencedAssemblies().Select(reference => reference.Name!).Where(reference => s_order.Contains(reference) || reference == "cccc");
            Assert.All(ours, reference => Assert.True(IsLeft(reference, project), $"{project} uses {reference}"));
        }
    }

    [Fact]
    public void The_source_folder_holds_these_five_projects_and_no_other() =>
        Assert.Equal(s_order.Order(StringComparer.Ordinal), Directory.GetDirectories(Sources()).Select(folder => Path.GetFileName(folder)!).Where(name => name is not ("bin" or "obj")).Order(StringComparer.Ordinal));

    private static bool IsLeft(string reference, string project) =>
        Array.IndexOf(s_order, reference) is var index && index >= 0 && index < Array.IndexOf(s_order, project);

    private static string Sources([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../src"));
}
