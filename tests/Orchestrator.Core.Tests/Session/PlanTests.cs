using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Plan;
using Orchestrator.Core.Tests.Plan;

namespace Orchestrator.Core.Tests.Session;

public sealed class PlanTests : IAsyncDisposable
{
    private readonly EngineHarness _session = NewSession();

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private static EngineHarness NewSession() => new();

    [Theory]
    [InlineData(false, MailChannel.ToPeer)]
    [InlineData(false, MailChannel.ToUser)]
    [InlineData(true, MailChannel.ToPeer)]
    [InlineData(true, MailChannel.ToUser)]
    public async Task A_marker_is_written_into_the_plan_in_both_modes_and_from_both_channels(bool single, MailChannel channel)
    {
        var file = AddTask("T001");
        await _session.LaunchAsync(single ? EngineHarness.Single : EngineHarness.Dual);
        Assert.Equal("0/1 · 0% · ○ idle", _session.Engine.Snapshot.Plan!.Summary);
        Assert.Equal(1, _session.Engine.OpenTasks);

        await _session.WriteAsync(AgentRole.PeerA, channel, "Begun.\r\n- `progress: T001.S1 done`. \r\nMore later.");
        Assert.Equal([PlanStatus.Active], Tasks.Select(task => task.Status));
        Assert.Equal([StepStatus.Complete, StepStatus.InProgress], Tasks[0].Steps.Select(step => step.Status));
        Assert.Contains("owner: somebody", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("0/1 · 50% · → T001 S2", _session.Engine.Snapshot.Plan!.Summary);

        var record = Assert.Single(_session.Records(LedgerKinds.PlanMarker));
        Assert.Equal(
            ("PeerA", true, "T001", "S1", "progress: T001.S1 done", "T001.S1 is done"),
            (record.Text("from"), record.Flag("success"), record.Text("task_id"), record.Text("step_id"), record.Text("marker"), record.Text("message")));
        Assert.Contains(_session.Timeline, entry => entry.Text == "T001.S1 is done." && entry.Label == "PeerA");
        Assert.Empty(_session.InboxTexts(AgentRole.PeerA));

        await _session.WriteAsync(AgentRole.PeerA, channel, "All.\nprogress: T001 done</TO_USER>");
        Assert.Equal(0, _session.Engine.OpenTasks);
        Assert.Equal("1/1 · 100% · ✓ done", _session.Engine.Snapshot.Plan!.Summary);
    }

    [Fact]
    public async Task Markers_of_PeerB_count_and_while_paused_they_do_too()
    {
        AddTask("T001");
        await _session.LaunchAsync(EngineHarness.Dual);
        await _session.Engine.PauseAsync(CancellationToken.None);
        await _session.WriteAsync(AgentRole.PeerB, MailChannel.ToPeer, "Reviewed.\nprogress: T001 start");
        Assert.Equal(PlanStatus.Active, Tasks[0].Status);
        Assert.Equal("PeerB", Assert.Single(_session.Records(LedgerKinds.PlanMarker)).Text("from"));
    }

    [Fact]
    public async Task Markers_that_fail_change_nothing_and_are_answered_to_their_author_in_one_message()
    {
        var file = AddTask("T001");
        var before = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await _session.LaunchAsync(EngineHarness.Dual);
        await _session.WriteAsync(AgentRole.PeerA, MailChannel.ToUser, "Hm.\nprogress: T001 promoted\nprogress: T001.S9 done\nprogress: T007 start\nprogress: T001 done at last");
        Assert.Equal(before, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(["T001-work"], Directory.GetDirectories(PlanFolder.PathOf(_session.Project)).Select(Path.GetFileName));

        var answer = Assert.Single(_session.InboxTexts(AgentRole.PeerA));
        Assert.Contains("\"progress: T001 promoted\": T001 is in the plan already", answer, StringComparison.Ordinal);
        Assert.Contains("\"progress: T001.S9 done\": T001 has no step S9; it has S1, S2.", answer, StringComparison.Ordinal);
        Assert.Contains("\"progress: T007 start\": there is no task T007; write docs/por/T007-<slug>/task.yaml first.", answer, StringComparison.Ordinal);
        Assert.Contains("it has 'at last'.", answer, StringComparison.Ordinal);
        Assert.Empty(ProgressMarker.FindAll(answer));
        Assert.Empty(_session.InboxTexts(AgentRole.PeerB));
        Assert.Equal([false, false, false, false], _session.Records(LedgerKinds.PlanMarker).Select(record => record.Flag("success")!.Value));
    }

    [Theory]
    [InlineData(MailChannel.ToPeer, false)]
    [InlineData(MailChannel.ToPeer, true)]
    [InlineData(MailChannel.ToUser, false)]
    [InlineData(MailChannel.ToUser, true)]
    public async Task A_crash_before_the_mail_is_put_away_neither_loses_a_marker_nor_tells_twice(MailChannel channel, bool thenLoseIt)
    {
        AddTask("T001");
        await _session.LaunchAsync(EngineHarness.Dual);
        await _session.WriteClaimAsync(AgentRole.PeerA, channel, "Done.\nprogress: T001.S1 done\nprogress: T005 start", thenLoseIt);
        await _session.CrashAsync();
        await _session.LaunchAsync(EngineHarness.Dual);
        Assert.Equal([StepStatus.Complete, StepStatus.InProgress], Tasks[0].Steps.Select(step => step.Status));
        Assert.Single(_session.InboxTexts(AgentRole.PeerA), text => text.Contains("there is no task T005", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_dies_at_any_record_of_a_marker_has_it_applied_once_by_the_next()
    {
        for (var writes = 0; writes < 12; writes++)
        {
            await using var session = new EngineHarness();
            var file = AddTask(session, "T001");
            await session.LaunchAsync(EngineHarness.Dual);
            session.DieAfter(writes);
            await session.WriteAsync(AgentRole.PeerA, MailChannel.ToPeer, "Done.\nprogress: T001 start\nprogress: T001.S1 done\nprogress: T005 start");
            var died = PlanFolder.Read(session.Project)!.Tasks[0];
            Assert.Null(died.Problem);
            await session.CrashAsync();
            await session.LaunchAsync(EngineHarness.Dual);
            var task = PlanFolder.Read(session.Project)!.Tasks[0];
            Assert.Equal((PlanStatus.Active, "S2", 1), (task.Status, task.CurrentStep!.Id, task.DoneSteps));
            Assert.Single(session.InboxTexts(AgentRole.PeerA), text => text.Contains("there is no task T005", StringComparison.Ordinal));
            Assert.Single(session.InboxTexts(AgentRole.PeerB), text => text.Contains("progress: T001.S1 done", StringComparison.Ordinal));
            Assert.Equal([file], Directory.GetFileSystemEntries(Path.GetDirectoryName(file)!));
        }
    }

    [Fact]
    public async Task A_plan_that_cannot_be_written_is_told_to_the_author()
    {
        var file = AddTask("T001");
        await _session.LaunchAsync(EngineHarness.Dual);
        var folder = Path.GetDirectoryName(file)!;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.SkipWhen(CanWriteAnyway(folder), "root is stopped by no mode of a folder");
            await _session.WriteAsync(AgentRole.PeerA, MailChannel.ToUser, "progress: T001 start");
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.Equal([true, false], _session.Records(LedgerKinds.PlanMarker).Select(record => record.Flag("success")!.Value));
        Assert.Contains("cannot be written: permission denied", Assert.Single(_session.InboxTexts(AgentRole.PeerA)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_comes_while_the_session_runs_is_seen_after_the_next_mail_of_an_agent()
    {
        await _session.LaunchAsync(EngineHarness.Single);
        Assert.Null(_session.Engine.Snapshot.Plan);
        Assert.Null(_session.Engine.OpenTasks);
        AddTask("T001");
        await _session.WriteAsync(AgentRole.PeerA, MailChannel.ToUser, "I have written a plan.");
        Assert.Equal(1, _session.Engine.OpenTasks);
    }

    [Fact]
    public async Task Views_are_told_of_a_plan_only_when_it_is_another()
    {
        AddTask("T001");
        await _session.LaunchAsync(EngineHarness.Single);
        await _session.WriteAsync(AgentRole.PeerA, MailChannel.ToUser, "progress: T001 start");
        var plan = _session.Engine.Snapshot.Plan;
        await _session.WriteAsync(AgentRole.PeerA, MailChannel.ToUser, "progress: T001 start");
        Assert.Same(plan, _session.Engine.Snapshot.Plan);
    }

    private IReadOnlyList<PlanTask> Tasks => PlanFolder.Read(_session.Project)!.Tasks;

    private string AddTask(string id) => AddTask(_session, id);

    private static string AddTask(EngineHarness session, string id)
    {
        var folder = Directory.CreateDirectory(Path.Combine(PlanFolder.PathOf(session.Project), id + "-work")).FullName;
        var file = Path.Combine(folder, "task.yaml");
        File.WriteAllText(file, TemporaryPlan.Named(id));
        return file;
    }

    private static bool CanWriteAnyway(string folder)
    {
        try
        {
            var probe = Path.Combine(folder, "probe");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
