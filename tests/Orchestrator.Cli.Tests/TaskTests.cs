using System.Text.Json;

namespace Orchestrator.Cli.Tests;

public sealed class TaskTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cccc task ").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Tasks_are_listed_without_a_session_and_nothing_is_written()
    {
        Write("T001-first", "T001", "First \u202e[red]things", "active");
        Write("T002-second", "T002", "x", "planned");
        var before = Directory.GetFileSystemEntries(_root, "*", SearchOption.AllDirectories);

        var run = CliRun.Of("task", "list", "--project", _root);
        Assert.Equal(0, run.Code);
        Assert.Contains("T001", run.Output, StringComparison.Ordinal);
        Assert.Contains("[red]things", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', run.Output);
        Assert.Contains("invalid", run.Output, StringComparison.Ordinal);
        Assert.Contains("0/2 · 50% · → T001 S2 · 1 invalid", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_root, "*", SearchOption.AllDirectories));

        var json = JsonDocument.Parse(CliRun.Of("task", "list", "--json", "--project", _root).Output).RootElement;
        Assert.Equal((true, 0, 2, 50, "T001"), (json.GetProperty("exists").GetBoolean(), json.GetProperty("done").GetInt32(), json.GetProperty("total").GetInt32(), json.GetProperty("percent").GetInt32(), json.GetProperty("current").GetString()));
        Assert.Equal("the `name` of the task has 1 characters; it should have 5 to 50.", json.GetProperty("tasks")[1].GetProperty("problem").GetString());
    }

    [Fact]
    public void One_task_is_shown_with_its_steps_and_an_unknown_one_is_refused()
    {
        Write("T001-first", "T001", "First things", "active");
        var run = CliRun.Of("task", "show", "t001", "--project", _root);
        Assert.Equal(0, run.Code);
        Assert.StartsWith("T001  active  1/2  First things\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  S2  pending      Two — done when: it is two\n", run.Output, StringComparison.Ordinal);
        Assert.Equal("S2", JsonDocument.Parse(CliRun.Of("task", "show", "T001", "--json", "--project", _root).Output).RootElement.GetProperty("current_step").GetString());

        var unknown = CliRun.Of("task", "show", "T009", "--project", _root);
        Assert.Equal((4, "", "cccc: There is no task T009; `cccc task list` shows those that there are.\n"), (unknown.Code, unknown.Output, unknown.Error));
    }

    [Fact]
    public void A_project_without_a_plan_says_so()
    {
        var run = CliRun.Of("task", "list", "--project", _root);
        Assert.Equal((0, "No plan: this project has no docs/por.\n"), (run.Code, run.Output));
        Assert.Equal(4, CliRun.Of("task", "show", "T001", "--project", _root).Code);
        Assert.False(JsonDocument.Parse(CliRun.Of("task", "list", "--json", "--project", _root).Output).RootElement.GetProperty("exists").GetBoolean());
    }

    private void Write(string folder, string id, string name, string status)
    {
        var path = Path.Combine(_root, "docs", "por", folder);
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "task.yaml"), $$"""
            id: {{id}}
            name: '{{name}}'
            goal: Do the first things first
            status: {{status}}
            steps:
              - {id: S1, name: One, done: it is one, status: complete}
              - {id: S2, name: Two, done: it is two}
            """);
    }
}
