using Orchestrator.Core.Plan;

namespace Orchestrator.Core.Tests.Plan;

public sealed class MarkerActionsTests
{
    [Theory]
    [InlineData("T001 start", "planned pending pending", "active in_progress pending")]
    [InlineData("T001 start", "pending_review pending pending", "active in_progress pending")]
    [InlineData("T001 start", "active complete pending", "active complete in_progress")]
    [InlineData("T001 start", "complete complete complete", "active complete complete")]
    [InlineData("T001 done", "active in_progress pending", "complete complete complete")]
    [InlineData("T001.S1 in_progress", "planned pending pending", "active in_progress pending")]
    [InlineData("T001.S1 in_progress", "pending_review pending pending", "pending_review in_progress pending")]
    [InlineData("T001.S2 in-progress", "complete complete complete", "active complete in_progress")]
    [InlineData("T001.S1 done", "active in_progress pending", "active complete in_progress")]
    [InlineData("T001.S2 done", "active complete in_progress", "complete complete complete")]
    [InlineData("T001.S2 done", "active in_progress pending", "active in_progress complete")]
    [InlineData("T001.S1 blocked: no key", "active in_progress pending", "active in_progress pending")]
    public void A_marker_changes_the_states_and_said_twice_it_changes_nothing_more(string marker, string before, string after)
    {
        var outcome = MarkerActions.Apply(Marker(marker), With(before));
        Assert.True(outcome.Success, outcome.Message);
        Assert.Equal(With(after), outcome.Text);
        var again = MarkerActions.Apply(Marker(marker), outcome.Text!);
        Assert.True(again.Success, again.Message);
        Assert.Equal(outcome.Text, again.Text);
    }

    [Theory]
    [InlineData("T001 promoted", "T001 is in the plan already; nothing was changed. Only a new task can be promoted")]
    [InlineData("T001 finished", "of a task one says start, done or promoted")]
    [InlineData("T001.S1 start", "of a step one says in_progress, done or blocked: why")]
    [InlineData("T001.S7 done", "T001 has no step S7; it has S1, S2")]
    public void A_marker_that_cannot_be_applied_says_why(string marker, string why)
    {
        var outcome = MarkerActions.Apply(Marker(marker), TemporaryPlan.Two);
        Assert.Equal((false, why, null), (outcome.Success, outcome.Message, outcome.Text));
    }

    [Fact]
    public void An_invalid_task_is_not_changed()
    {
        var outcome = MarkerActions.Apply(Marker("T001 done"), TemporaryPlan.Two.Replace("id: S2", "id: S1", StringComparison.Ordinal));
        Assert.Equal((false, "T001 is invalid, so nothing was changed: two steps have the id 'S1'"), (outcome.Success, outcome.Message));
    }

    private static ProgressMarker Marker(string text) => Assert.Single(ProgressMarker.FindAll("progress: " + text));

    private static string With(string states)
    {
        var words = states.Split(' ');
        var at = 0;
        return string.Join('\n', TemporaryPlan.Two.Split('\n').Select(line => line.Contains("status:", StringComparison.Ordinal) ? line[..line.IndexOf("status:", StringComparison.Ordinal)] + "status: " + words[at++] : line));
    }
}
