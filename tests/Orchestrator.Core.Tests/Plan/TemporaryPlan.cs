using Orchestrator.Core.Peers;
using Orchestrator.Core.Plan;

namespace Orchestrator.Core.Tests.Plan;

/// <summary>A project with a plan in it, on disk.</summary>
internal sealed class TemporaryPlan : IDisposable
{
    public const string Two = """
        # Our first task
        id: T001
        name: First things   # short
        goal: Do the first things first
        status: planned
        owner: somebody
        steps:
          - id: S1
            name: One
            done: it is one
            status: pending
          - id: S2
            name: Two
            done: it is two
            status: pending

        """;

    private readonly string _root = Directory.CreateTempSubdirectory("cccc plan ü ").FullName;

    public ProjectFolder Project => new(_root);

    public string Folder => Path.Combine(_root, "docs", "por");

    public TaskPlan? Plan => PlanFolder.Read(Project);

    public string Add(string folder, string? text)
    {
        var path = Path.Combine(Folder, folder);
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, "task.yaml");
        if (text is not null)
        {
            File.WriteAllText(file, text);
        }

        return file;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static string Named(string id, string status = "planned") =>
        Two.Replace("T001", id, StringComparison.Ordinal).Replace("status: planned", "status: " + status, StringComparison.Ordinal);
}
