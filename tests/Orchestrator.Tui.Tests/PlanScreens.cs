using Orchestrator.Core.Plan;
using Orchestrator.Core.Session;

namespace Orchestrator.Tui.Tests;

public sealed class PlanScreens
{
    private static readonly TaskPlan Plan = new(
        [
            Task("T001", PlanStatus.Complete, null, StepStatus.Complete, StepStatus.Complete),
            Task("T002", PlanStatus.Active, null, StepStatus.Complete, StepStatus.InProgress, StepStatus.Pending),
            Task("T003", PlanStatus.PendingReview, null, StepStatus.Pending, StepStatus.Pending),
            Task("T004", PlanStatus.Planned, "task.yaml:3: this is no valid YAML: while parsing a flow sequence, expected ',' or ']'. Mend the file; until then it has no effect."),
        ],
        null);

    private static EngineSnapshot WithPlan => Snapshots.Dual with { Plan = Plan };

    [Fact]
    public void The_plan_is_a_strip_above_the_timeline()
    {
        using var driver = new CockpitDriver(WithPlan);
        Golden.Matches("plan-80x24", driver.Text());
    }

    [Fact]
    public void A_project_without_a_plan_gives_no_row_to_it()
    {
        using var driver = new CockpitDriver(WithPlan);
        Assert.Contains("1/4 · 42% · → T002 S2 · 1 invalid", driver.Text(), StringComparison.Ordinal);
        driver.Cockpit.SnapshotChanged(Snapshots.Dual);
        using var without = new CockpitDriver(Snapshots.Dual);
        Assert.Equal(without.Text(), driver.Text());
    }

    [Fact]
    public void The_task_command_lists_the_tasks()
    {
        using var driver = new CockpitDriver(WithPlan, 120, 40);
        driver.Enter("/task");
        Golden.Matches("tasks-120x40", driver.Text());
    }

    [Fact]
    public void One_task_is_shown_with_its_steps_and_its_texts_are_cleaned()
    {
        using var driver = new CockpitDriver(WithPlan, 120, 40);
        driver.Enter("/task t002");
        var text = driver.Text();
        Assert.Contains("→ active  1/3  Work of T002", text, StringComparison.Ordinal);
        Assert.Contains("→ S2  Step 2", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u202e', text);
    }

    [Fact]
    public void A_task_that_is_not_there_and_a_missing_plan_are_hinted_at()
    {
        using var driver = new CockpitDriver(WithPlan);
        driver.Enter("/task T009");
        Assert.Contains("There is no task T009", driver.Text(), StringComparison.Ordinal);
        using var without = new CockpitDriver(Snapshots.Dual);
        without.Enter("/task");
        Assert.Contains("No plan: this project has no", without.Text(), StringComparison.Ordinal);
    }

    private static PlanTask Task(string id, PlanStatus status, string? problem, params StepStatus[] steps) => new(
        id, id + "-work", problem is null ? $"Work of {id} \u001b[31m\u202e" : "", problem is null ? "Get it done, all of it\nand more" : "", status,
        [.. steps.Select((step, i) => new PlanStep($"S{i + 1}", $"Step {i + 1}", "it is so", step))], problem);
}
