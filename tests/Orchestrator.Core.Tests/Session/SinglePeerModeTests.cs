using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Session;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Session;

public class SinglePeerModeTests
{
    private const AgentRole PeerA = AgentRole.PeerA;

    [Fact]
    public async Task Mail_to_the_peer_is_taken_by_the_system_and_delivered_to_nobody()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "<TO_PEER>\nProgress(tag=x): done a. Next: b\n</TO_PEER>");
        var record = engine.Records(LedgerKinds.SinglePeerIntercept).Single();
        Assert.Equal("PeerA", record.Text("from"));
        Assert.NotNull(record.Text("eid"));
        Assert.NotNull(record.Number("chars"));
        Assert.Empty(engine.InboxTexts(PeerA));
        Assert.Equal(1, engine.Engine.Snapshot.HandOffs);
        Assert.Contains("route=PeerA→System", await File.ReadAllTextAsync(engine.Project.ToPeer(PeerA), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(engine.Timeline, entry => entry is { Kind: TimelineKind.HandOff, Label: "PeerA → System" });
        Assert.Single(engine.Records(LedgerKinds.KeepaliveScheduled));
    }

    [Fact]
    public async Task The_folder_of_the_missing_peer_is_never_touched()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "Progress: x");
        await engine.Engine.SendAsync(Route.PeerB, "x", CancellationToken.None);
        await engine.Engine.SendAsync(Route.Both, "x", CancellationToken.None);
        await engine.Engine.RestartAsync(AgentRole.PeerB, CancellationToken.None);
        await engine.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.False(Directory.Exists(engine.Project.MailboxOf(AgentRole.PeerB)));
        Assert.Single(engine.Terminals.Launches);
        Assert.Single(engine.Engine.Snapshot.Agents);
    }

    [Fact]
    public async Task The_missing_peer_cannot_be_addressed_and_both_means_PeerA()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        var b = await engine.Engine.SendAsync(Route.PeerB, "x", CancellationToken.None);
        Assert.Equal((false, "Single-peer mode, use /a"), (b.Ok, b.Text));
        var both = await engine.Engine.SendAsync(Route.Both, "x", CancellationToken.None);
        Assert.Equal((true, "stored for PeerA (000001)"), (both.Ok, both.Text));
    }

    [Fact]
    public async Task Keepalive_speaks_three_times_with_the_specified_text_and_is_then_exhausted()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        engine.A.OnSubmitted = _ =>
        {
            engine.TellRead(PeerA);
            engine.A.Finish();
        };
        await engine.WriteAsync(PeerA, MailChannel.ToUser, "Progress: half of it");
        await engine.AdvanceAsync(Sec(239));
        Assert.Empty(engine.Records(LedgerKinds.KeepaliveSent));
        await engine.AdvanceAsync(Sec(2));
        Assert.Single(engine.Records(LedgerKinds.KeepaliveSent));
        var file = Directory.GetFiles(engine.Project.Processed(PeerA)).Single();
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.StartsWith("<FROM_SYSTEM>\n", text, StringComparison.Ordinal);
        Assert.EndsWith($"{Keepalive.SinglePeerText}\n</FROM_SYSTEM>\n", text, StringComparison.Ordinal);
        await engine.AdvanceAsync(Sec(3600));
        Assert.Equal([1, 2, 3], engine.Records(LedgerKinds.KeepaliveSent).Select(record => record.Number("nudge_count")!.Value));
        Assert.Single(engine.Records(LedgerKinds.KeepaliveExhausted));
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "Progress: more");
        await engine.AdvanceAsync(Sec(241));
        Assert.Equal(4, engine.Records(LedgerKinds.KeepaliveSent).Count());
    }

    [Fact]
    public async Task A_keepalive_is_typed_at_the_moment_when_it_is_due_and_not_with_the_next_event()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "Progress: half of it. Next: the rest");
        var typed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Terminals.Written = text => typed.TrySetResult(text);

        // The clock alone: to ask the engine anything would be an event of its own.
        engine.Time.Advance(Sec(240));
        Assert.Contains("[NUDGE]", await typed.Task.WaitAsync(Sec(30), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Single(engine.Records(LedgerKinds.KeepaliveSent));
    }

    [Fact]
    public async Task Keepalive_waits_for_a_busy_agent_and_for_an_unread_inbox()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "Progress: x");
        engine.A.Work();
        await engine.AdvanceAsync(Sec(600));
        Assert.Empty(engine.Records(LedgerKinds.KeepaliveSent));
        Assert.Contains("busy", engine.Records(LedgerKinds.KeepaliveSkipped).Single().Text("reason"), StringComparison.Ordinal);
        engine.A.Finish();
        await engine.AdvanceAsync(Sec(1));
        Assert.Empty(engine.Records(LedgerKinds.KeepaliveSent));
        await engine.AdvanceAsync(Sec(2));
        Assert.Equal(1, engine.Records(LedgerKinds.KeepaliveSent).Single().Number("nudge_count"));

        // Its message is not read: nothing more is sent, however long that takes.
        engine.A.Finish();
        await engine.AdvanceAsync(Sec(1000));
        Assert.Single(engine.Records(LedgerKinds.KeepaliveSent));
    }

    [Fact]
    public async Task Keepalive_waits_out_a_pause()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "Progress: x");
        await engine.Engine.PauseAsync(CancellationToken.None);
        await engine.AdvanceAsync(Sec(1000));
        Assert.Empty(engine.InboxTexts(PeerA));
        await engine.Engine.ResumeAsync(CancellationToken.None);
        await engine.AdvanceAsync(Sec(3));
        Assert.Single(engine.InboxTexts(PeerA));
    }

    [Fact]
    public async Task The_timer_is_shown_with_its_count()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "Progress: x");
        var timer = engine.Engine.Snapshot.Timers.Single(timer => timer.Name == "keepalive");
        Assert.Equal(("keepalive PeerA 1/3", engine.Now + Sec(240)), (timer.What, timer.Due));
    }
}
