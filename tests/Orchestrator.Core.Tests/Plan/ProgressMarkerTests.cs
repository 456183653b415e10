using System.Diagnostics;
using Orchestrator.Core.Plan;

namespace Orchestrator.Core.Tests.Plan;

public sealed class ProgressMarkerTests
{
    [Theory]
    [InlineData("progress: T001 start", "T001", null, "start", null)]
    [InlineData("PROGRESS: t001 DONE", "T001", null, "done", null)]
    [InlineData("progress: T001.S2 done", "T001", "S2", "done", null)]
    [InlineData("progress: T001.S2 done \t ", "T001", "S2", "done", null)]
    [InlineData("progress: T001.S2 done.", "T001", "S2", "done", null)]
    [InlineData("progress: T001.S2 done\r", "T001", "S2", "done", null)]
    [InlineData("`progress: T001.S2 done`", "T001", "S2", "done", null)]
    [InlineData("- `progress: T001.S2 done`.", "T001", "S2", "done", null)]
    [InlineData("* **progress:** T001.S2 done", "T001", "S2", "done", null)]
    [InlineData("  progress: T001.S2 in_progress</TO_USER>", "T001", "S2", "in_progress", null)]
    [InlineData("progress: T001 done. </to_peer>", "T001", null, "done", null)]
    [InlineData("Progress : T1000.s12 blocked: no key, no `tests`", "T1000", "S12", "blocked", "no key, no `tests")]
    [InlineData("progress： T001.S1 blocked：why", "T001", "S1", "blocked", "why")]
    [InlineData("progress: T001 finished", "T001", null, "finished", null)]
    public void A_marker_is_understood_with_what_stands_around_it(string line, string task, string? step, string action, string? reason)
    {
        foreach (var text in (string[])[line, $"Hello\n{line}\nBye", $"Hello\r\n{line}\r\n"])
        {
            var marker = Assert.Single(ProgressMarker.FindAll(text));
            Assert.Equal((task, step, action, reason, null), (marker.Task, marker.Step, marker.Action, marker.Reason, marker.Excess));
        }
    }

    [Theory]
    [InlineData("I wrote progress: T001 done")]
    [InlineData("> progress: T001 done")]
    [InlineData("On \"progress: T001 done\": nothing")]
    [InlineData("progress: the tests pass")]
    [InlineData("Progress: T001 goes well today")]
    [InlineData("Progress(tag=x): T001 done")]
    [InlineData("progress:\nT001 done")]
    [InlineData("progress: T001done")]
    [InlineData("progress: T001")]
    [InlineData("progress: T01 done")]
    [InlineData("progress: T0000001 done")]
    [InlineData("progress: T001.done")]
    [InlineData("progressive: T001 done")]
    [InlineData("```\nprogress: T001 done\n```")]
    [InlineData("~~~ text\nprogress: T001 done\n```\nprogress: T001 done\n~~~")]
    [InlineData("````md\n```\nprogress: T001 done\n```\n````")]
    [InlineData("```\nprogress: T001 done")]
    [InlineData("")]
    public void What_is_no_marker_is_left_alone(string text) => Assert.Empty(ProgressMarker.FindAll(text));

    [Fact]
    public void Markers_behind_a_fence_count_and_keep_their_order() =>
        Assert.Equal(
            ["T001.S1 done", "T001.S2 in_progress", "T002. start"],
            ProgressMarker.FindAll("progress: T001.S1 done\n```insight\nprogress: T009 done\n```\n- progress: T001.S2 in_progress\n```inline```\nprogress: T002 start")
                .Select(marker => $"{marker.Task}.{marker.Step} {marker.Action}"));

    [Fact]
    public void A_known_action_with_words_behind_it_is_a_marker_that_cannot_be_taken()
    {
        var marker = Assert.Single(ProgressMarker.FindAll("progress: T001.S1 done (all tests green)"));
        Assert.Equal("(all tests green)", marker.Excess);
        Assert.Contains("nothing may stand behind the marker", MarkerActions.Apply(marker, TemporaryPlan.Two).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_megabyte_of_anything_is_read_in_linear_time()
    {
        var clock = Stopwatch.StartNew();
        foreach (var piece in (string[])["progress: T001.", "`", "</", "progress:\n", "T", " ", "*_`", "```\n", "progress: T001 a"])
        {
            ProgressMarker.FindAll(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
    }
}
