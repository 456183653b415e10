using Orchestrator.Core.Plan;

namespace Orchestrator.Core.Tests.Plan;

public sealed class PlanFolderTests : IDisposable
{
    private readonly TemporaryPlan _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_project_without_the_folder_has_no_plan_and_an_empty_folder_is_an_empty_plan()
    {
        Assert.Null(_files.Plan);
        Directory.CreateDirectory(_files.Folder);
        Assert.Equal(new TaskPlan([], null), _files.Plan);
        Assert.Equal("no tasks", _files.Plan!.Summary);
    }

    [Fact]
    public void A_task_is_read_with_its_steps_and_unknown_keys_are_fine()
    {
        _files.Add("T001-first", TemporaryPlan.Two);
        var task = Assert.Single(_files.Plan!.Tasks);
        Assert.Equal(("T001", "T001-first", "First things", "Do the first things first", PlanStatus.Planned, null), (task.Id, task.Folder, task.Name, task.Goal, task.Status, task.Problem));
        Assert.Equal([new PlanStep("S1", "One", "it is one", StepStatus.Pending), new PlanStep("S2", "Two", "it is two", StepStatus.Pending)], task.Steps.AsEnumerable());
        Assert.Equal("S1", task.CurrentStep!.Id);
    }

    [Fact]
    public void Names_of_digits_and_states_in_other_spelling_are_read()
    {
        _files.Add("T002", TemporaryPlan.Named("T002").Replace("First things", "20251126", StringComparison.Ordinal).Replace("status: pending", "status: In-Progress", StringComparison.Ordinal));
        var task = Assert.Single(_files.Plan!.Tasks);
        Assert.Null(task.Problem);
        Assert.Equal("20251126", task.Name);
        Assert.All(task.Steps, step => Assert.Equal(StepStatus.InProgress, step.Status));
    }

    [Theory]
    [InlineData("status: planned", "status: finished", "its `status` is 'finished'; it can be planned, pending_review, active or complete.")]
    [InlineData("goal: Do the first things first", "goal: short", "the `goal` of the task has 5 characters; it should have 10 to 200.")]
    [InlineData("name: First things   # short", "nom: First things", "the task has no `name`.")]
    [InlineData("id: S2", "id: S1", "two steps have the id 'S1'.")]
    [InlineData("id: S2", "id: second", "the `id` of step 2 is 'second'; it should be S and a number, as S1.")]
    [InlineData("done: it is two", "", "step 2 has no `done`.")]
    [InlineData("id: T001", "id: T004", "its `id` is 'T004', but its folder is named for T001.")]
    [InlineData("owner: somebody", "owner: [", "this is no valid YAML")]
    [InlineData("owner: somebody", "status: active", "the key 'status' stands twice")]
    public void What_breaks_the_schema_is_listed_with_the_reason(string there, string instead, string reason)
    {
        _files.Add("T001-first", TemporaryPlan.Two.Replace(there, instead, StringComparison.Ordinal));
        _files.Add("T002-fine", TemporaryPlan.Named("T002"));
        Assert.Equal(["T001", "T002"], _files.Plan!.Tasks.Select(task => task.Id));
        Assert.Contains(reason, _files.Plan!.Tasks[0].Problem, StringComparison.Ordinal);
        Assert.Null(_files.Plan!.Tasks[1].Problem);
        Assert.Equal("0/2 · 0% · ○ idle · 1 invalid", _files.Plan!.Summary);
    }

    [Fact]
    public void A_task_that_is_empty_missing_no_text_or_too_large_is_listed_with_the_reason()
    {
        _files.Add("T001", null);
        _files.Add("T002", "# nothing yet\n");
        _files.Add("T003", "- a\n- list\n");
        _files.Add("T004", TemporaryPlan.Named("T004") + "# " + new string('x', 256 * 1024));
        File.WriteAllBytes(_files.Add("T005", null), [0x69, 0x64, 0x3A, 0x20, 0xFF, 0xFE]);
        File.WriteAllText(Path.Combine(_files.Folder, "T006-file"), "");
        Assert.Equal(
            [
                ("T001", "it has no task.yaml."),
                ("T002", "task.yaml is empty; write id, name, goal and steps into it."),
                ("T003", "task.yaml should have keys: id, name, goal, status and steps."),
                ("T004", "its task.yaml is larger than 256 KB; that is no task."),
                ("T005", "its task.yaml is not UTF-8; save it as UTF-8."),
                ("T006", "it is no folder."),
            ],
            _files.Plan!.Tasks.Select(task => (task.Id, task.Problem)));
    }

    [Fact]
    public void Links_are_not_followed_wherever_they_stand()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_files.Project.Root, "outside", "T001-x"));
        File.WriteAllText(Path.Combine(outside.FullName, "task.yaml"), TemporaryPlan.Two);
        File.CreateSymbolicLink(_files.Add("T001-link", null), Path.Combine(outside.FullName, "task.yaml"));
        Directory.CreateSymbolicLink(Path.Combine(_files.Folder, "T002-link"), outside.FullName);
        Assert.Equal(["its task.yaml is a link; links are not followed.", "its folder is a link; links are not followed."], _files.Plan!.Tasks.Select(task => task.Problem));

        Directory.Delete(_files.Folder, recursive: true);
        Directory.CreateSymbolicLink(_files.Folder, outside.Parent!.FullName);
        Assert.Equal(new TaskPlan([], "docs/por is a link; links are not followed."), _files.Plan);
    }

    [Fact]
    public void Two_folders_for_one_task_are_both_reported()
    {
        _files.Add("T001-one", TemporaryPlan.Two);
        _files.Add("T001-two", TemporaryPlan.Two);
        _files.Add("T0010", TemporaryPlan.Named("T0010"));
        Assert.Equal(["T001-one", "T001-two", "T0010"], _files.Plan!.Tasks.Select(task => task.Folder));
        Assert.All(_files.Plan!.Find("t001"), task => Assert.Equal("several folders are named for T001: T001-one, T001-two; give each task an id of its own.", task.Problem));
    }

    [Fact]
    public void Other_files_in_the_folder_are_no_tasks()
    {
        _files.Add("T001-one", TemporaryPlan.Two);
        _files.Add("notes", "x");
        _files.Add("T12-short", "x");
        _files.Add("T001abc", "x");
        File.WriteAllText(Path.Combine(_files.Folder, "POR.md"), "x");
        Assert.Equal(["T001"], _files.Plan!.Tasks.Select(task => task.Id));
    }

    [Fact]
    public void Reading_writes_nothing()
    {
        var file = _files.Add("T001-one", TemporaryPlan.Two);
        var before = (File.GetLastWriteTimeUtc(file), File.ReadAllText(file), Directory.GetLastWriteTimeUtc(_files.Folder));
        var names = Directory.GetFileSystemEntries(_files.Project.Root, "*", SearchOption.AllDirectories);
        Assert.NotNull(_files.Plan);
        Assert.Equal(before, (File.GetLastWriteTimeUtc(file), File.ReadAllText(file), Directory.GetLastWriteTimeUtc(_files.Folder)));
        Assert.Equal(names, Directory.GetFileSystemEntries(_files.Project.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_summary_counts_tasks_and_steps_and_names_where_the_work_is()
    {
        _files.Add("T001-a", TemporaryPlan.Named("T001", "complete").Replace("status: pending", "status: complete", StringComparison.Ordinal));
        _files.Add("T002-b", TemporaryPlan.Named("T002", "active").Replace("it is one\n    status: pending", "it is one\n    status: complete", StringComparison.Ordinal));
        _files.Add("T003-c", TemporaryPlan.Named("T003"));
        var plan = _files.Plan!;
        Assert.Equal("1/3 · 50% · → T002 S2", plan.Summary);
        Assert.Equal(2, plan.OpenTasks);
    }
}
