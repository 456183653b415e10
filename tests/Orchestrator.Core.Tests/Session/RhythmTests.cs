using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Session;

public class RhythmTests
{
    private const AgentRole PeerA = AgentRole.PeerA;
    private const AgentRole PeerB = AgentRole.PeerB;

    [Fact]
    public async Task A_notification_of_an_agent_is_in_the_timeline()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.Engine.Post(new AgentNotified(PeerA, "tests: all pass"));
        await engine.AdvanceAsync(Sec(1));
        Assert.Contains(engine.Timeline, entry => entry is { Label: "PeerA", Text: "tests: all pass", Kind: TimelineKind.System });
    }

    [Fact]
    public async Task Mail_for_a_busy_agent_waits_with_the_reason_and_goes_in_one_nudge()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.A.Work();
        await engine.Engine.SendAsync(Route.PeerA, "one", CancellationToken.None);
        await engine.Engine.SendAsync(Route.PeerA, "two", CancellationToken.None);
        await engine.AdvanceAsync(Sec(100));
        Assert.Equal("PeerA is busy", engine.View(PeerA).Waiting);
        Assert.Equal(2, engine.Records(LedgerKinds.Waiting).Sum(record => record.List("mids").Length));
        Assert.Empty(engine.Terminals.TextsFor(PeerA));
        engine.A.Finish();
        await engine.AdvanceAsync(Sec(1));
        Assert.DoesNotContain("new arrival", Assert.Single(engine.A.Submitted), StringComparison.Ordinal);
        Assert.Null(engine.View(PeerA).Waiting);
    }

    [Fact]
    public async Task Nothing_is_typed_into_a_prompt_or_while_a_human_types()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.A.Ask();
        await engine.Engine.SendAsync(Route.PeerA, "x", CancellationToken.None);
        await engine.AdvanceAsync(Sec(60));
        Assert.Equal("PeerA shows a permission prompt", engine.View(PeerA).Waiting);
        engine.Engine.Post(new HumanKeys(PeerA));
        engine.A.Ready();
        await engine.AdvanceAsync(Sec(2.9));
        Assert.Equal("someone is typing into PeerA", engine.View(PeerA).Waiting);
        Assert.Empty(engine.Terminals.Writes);
        await engine.AdvanceAsync(Sec(1));
        Assert.Single(engine.A.Submitted);
        Assert.Equal(0, engine.A.ReturnsIntoDialog);
    }

    [Fact]
    public async Task A_prompt_that_opens_on_the_paste_never_gets_the_return()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.A.OpensDialogOnPaste = true;
        await engine.Engine.SendAsync(Route.PeerA, "x", CancellationToken.None);
        await engine.AdvanceAsync(Sec(120));
        Assert.Equal(0, engine.A.ReturnsIntoDialog);
        Assert.Contains(engine.Timeline, entry => entry.Kind == TimelineKind.Delivery);
        engine.A.Ready();
        await engine.AdvanceAsync(Sec(1));
        Assert.Single(engine.A.Submitted);
        Assert.Single(engine.Terminals.TextsFor(PeerA));
    }

    [Fact]
    public async Task A_lost_return_is_repeated_and_the_text_is_not()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.A.LosesReturns = 2;
        await engine.Engine.SendAsync(Route.PeerA, "x", CancellationToken.None);
        await engine.AdvanceAsync(Sec(10));
        Assert.Single(engine.A.Submitted);
        Assert.Single(engine.Terminals.TextsFor(PeerA));
        Assert.Equal(3, engine.Records(LedgerKinds.Submitted).Single().Number("returns"));
    }

    [Fact]
    public async Task An_agent_that_never_takes_its_input_is_reported_and_not_flooded()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.A.Deaf = true;
        await engine.Engine.SendAsync(Route.PeerA, "x", CancellationToken.None);
        await engine.AdvanceAsync(Sec(60));
        Assert.Single(engine.Terminals.TextsFor(PeerA));
        Assert.Equal(5, engine.Terminals.Writes.Count);
        Assert.Contains(engine.Timeline, entry => entry.Kind == TimelineKind.Warning);
        await engine.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(4, engine.Terminals.TextsFor(PeerA).Count());
        Assert.Single(engine.Records(LedgerKinds.NudgeGivenUp));
        Assert.Contains(engine.Timeline, entry => entry.Text.Contains("reminders had no effect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_typed_while_paused_and_a_resume_brings_one_nudge_per_agent_with_mail()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        await engine.Engine.SendAsync(Route.PeerA, "before", CancellationToken.None);
        await engine.AdvanceAsync(Sec(1));
        engine.A.Finish();
        await engine.Engine.PauseAsync(CancellationToken.None);
        var stored = await engine.Engine.SendAsync(Route.PeerA, "x", CancellationToken.None);
        Assert.Equal("stored for PeerA (000002); delivery is paused", stored.Text);
        var writes = engine.Terminals.Writes.Count;
        await engine.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal(writes, engine.Terminals.Writes.Count);
        Assert.True(engine.Engine.Snapshot.Paused);
        await engine.Engine.ResumeAsync(CancellationToken.None);
        await engine.AdvanceAsync(Sec(1));
        Assert.Equal(2, engine.A.Submitted.Count);
        Assert.Empty(engine.Terminals.TextsFor(PeerB));
    }

    [Fact]
    public async Task Mail_that_is_read_before_the_gate_opens_is_not_announced()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.A.Work();
        await engine.Engine.SendAsync(Route.PeerA, "x", CancellationToken.None);
        await engine.ReadInboxAsync(PeerA);
        engine.A.Finish();
        await engine.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(engine.Terminals.Writes);
    }

    [Fact]
    public async Task With_two_peers_keepalive_speaks_once_with_what_comes_next()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "<TO_PEER>\nProgress: parser done\nNext: the tests\n</TO_PEER>");
        await engine.AdvanceAsync(Sec(59));
        Assert.Empty(engine.InboxTexts(PeerA));
        await engine.AdvanceAsync(Sec(2));
        Assert.Contains("OK. Continue: the tests", Assert.Single(engine.InboxTexts(PeerA)), StringComparison.Ordinal);
        await engine.ReadInboxAsync(PeerA);
        engine.A.Finish();
        await engine.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Single(engine.Records(LedgerKinds.KeepaliveSent));
    }

    [Fact]
    public async Task With_nothing_to_do_no_timer_runs()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        await engine.AdvanceAsync(Sec(10));
        Assert.Null(await engine.SettleAsync());
        Assert.Equal(0, engine.Time.ActiveTimers);
    }

    [Fact]
    public async Task A_view_that_fails_is_dropped_and_the_others_go_on()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.Engine.Observe(new FailingObserver());
        await engine.Engine.PauseAsync(CancellationToken.None);
        await engine.SettleAsync();
        Assert.Contains(engine.Lines, line => line.Text.Contains("A view of the session failed", StringComparison.Ordinal));
        Assert.Contains(engine.Timeline, entry => entry.Text.StartsWith("Paused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_observer_gets_the_snapshot_and_the_last_thousand_entries()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        for (var i = 0; i < 600; i++)
        {
            await engine.Engine.PauseAsync(CancellationToken.None);
            await engine.Engine.ResumeAsync(CancellationToken.None);
        }

        var late = new CountingObserver();
        using (engine.Engine.Observe(late))
        {
            await engine.SettleAsync();
        }

        Assert.Equal(1, late.Snapshots);
        Assert.Equal(1000, late.Entries);
    }

    [Fact]
    public async Task An_unknown_event_is_reported_and_the_loop_goes_on()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.Engine.Post(new StrangeEvent());
        Assert.True((await engine.Engine.SendAsync(Route.PeerA, "x", CancellationToken.None)).Ok);
        Assert.Contains(engine.Timeline, entry => entry.Kind == TimelineKind.Error);
    }

    private sealed record StrangeEvent : EngineEvent;

    private sealed class FailingObserver : IEngineObserver
    {
        public void SnapshotChanged(EngineSnapshot snapshot) => throw new InvalidOperationException("broken view");

        public void TimelineAppended(TimelineEntry entry) => throw new InvalidOperationException("broken view");

        public void Logged(LogLine line) => throw new InvalidOperationException("broken view");
    }

    private sealed class CountingObserver : IEngineObserver
    {
        public int Snapshots { get; private set; }

        public int Entries { get; private set; }

        public void SnapshotChanged(EngineSnapshot snapshot) => Snapshots++;

        public void TimelineAppended(TimelineEntry entry) => Entries++;

        public void Logged(LogLine line)
        {
        }
    }
}
