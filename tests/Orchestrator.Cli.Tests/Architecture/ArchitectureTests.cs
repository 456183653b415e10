using System.Xml.Linq;

namespace Orchestrator.Cli.Tests.Architecture;

/// <summary>
/// The order of the projects, and of the folders in each: who may know whom. Read from what the compiler made, so a name in a comment is no use and an
/// alias is none less.
/// </summary>
public sealed class ArchitectureTests
{
    /// <summary>Each project, and those that it may know. None knows one that stands behind it.</summary>
    private static readonly (string Project, string[] May)[] Order =
    [
        ("Orchestrator.Pty", []),
        ("Orchestrator.Terminal", ["Orchestrator.Pty"]),
        ("Orchestrator.Core", ["Orchestrator.Pty", "Orchestrator.Terminal"]),
        ("Orchestrator.Demo", ["Orchestrator.Pty", "Orchestrator.Terminal", "Orchestrator.Core"]),
        ("Orchestrator.Tui", ["Orchestrator.Pty", "Orchestrator.Terminal", "Orchestrator.Core"]),
        ("Orchestrator.Host", ["Orchestrator.Pty", "Orchestrator.Terminal", "Orchestrator.Core", "Orchestrator.Tui"]),
        ("Orchestrator.Cli",
            ["Orchestrator.Pty", "Orchestrator.Terminal", "Orchestrator.Core", "Orchestrator.Demo", "Orchestrator.Tui", "Orchestrator.Host"]),
    ];

    public static TheoryData<string> Projects => [.. Order.Select(entry => entry.Project)];

    [Fact]
    public void The_source_folder_holds_these_projects_and_no_other() => Assert.Equal(
        Order.Select(entry => entry.Project).Order(StringComparer.Ordinal),
        Directory.GetFiles(SourceTree.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_to_those_before_it_only(string project)
    {
        var references = XDocument.Load(Path.Combine(SourceTree.Root, project, project + ".csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.All(references, reference => Assert.Contains(reference, MayKnow(project)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_uses_those_before_it_only(string project)
    {
        using var assembly = SourceTree.Assembly(project);
        var ours = assembly.MainModule.AssemblyReferences.Select(reference => reference.Name)
            .Where(name => name == "cccc" || name.StartsWith("Orchestrator.", StringComparison.Ordinal));
        Assert.All(ours, reference => Assert.Contains(reference, MayKnow(project)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_is_its_folder(string project) =>
        Assert.All(SourceTree.Files(project), file => Assert.Equal(file.Folder, file.Namespace ?? project));

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folders_of_a_project_depend_on_each_other_in_a_circle(string project)
    {
        using var assembly = SourceTree.Assembly(project);
        var graph = FolderGraph.Of(project, assembly.MainModule, SourceTree.Files(project));
        var circles = string.Join('\n', graph.Circles());
        Assert.True(circles.Length == 0, circles); // With all of it: an assertion of equality would cut the text.
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_C_library_is_called_by_the_PTY_only(string project)
    {
        using var assembly = SourceTree.Assembly(project);
        string[] imports = [.. assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.IsPInvokeImpl).Select(method => method.FullName)];
        Assert.Equal(project == "Orchestrator.Pty", imports.Length > 0);
    }

    [Fact]
    public void A_circle_is_found_and_told_with_what_makes_it()
    {
        FolderGraph graph = new();
        graph.Add("A", "B", "A.One uses B.Two");
        graph.Add("B", "C", "B.Two uses C.Three");
        graph.Add("C", "A", "C.Three uses A.One");
        graph.Add("D", "A", "D.Four uses A.One");
        var circle = Assert.Single(graph.Circles());
        Assert.StartsWith("A, B, C\n", circle, StringComparison.Ordinal);
        Assert.Contains("C.Three uses A.One", circle, StringComparison.Ordinal);
        Assert.DoesNotContain("Four", circle, StringComparison.Ordinal);
    }

    private static string[] MayKnow(string project) => Order.Single(entry => entry.Project == project).May;
}
