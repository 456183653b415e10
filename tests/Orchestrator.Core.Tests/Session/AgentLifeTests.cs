using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Session;

public class AgentLifeTests
{
    private const AgentRole PeerA = AgentRole.PeerA;
    private const AgentRole PeerB = AgentRole.PeerB;

    [Fact]
    public async Task An_agent_is_started_in_the_project_with_its_role_in_its_environment()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        var launch = engine.Terminals.Launches.Single(launch => launch.Role == PeerB);
        Assert.Equal(engine.Project.Root, launch.WorkingDirectory);
        Assert.Equal("PeerB", launch.Environment["CCCC_ROLE"]);
        Assert.Equal(engine.Project.MailboxOf(PeerB), launch.Environment["CCCC_MAILBOX"]);
        Assert.Equal(engine.Project.Root, launch.Environment["CCCC_PROJECT"]);
        Assert.Equal(AgentState.Idle, engine.View(PeerB).State);
        Assert.NotNull(engine.View(PeerB).ProcessId);
    }

    [Fact]
    public async Task An_unknown_actor_is_refused_with_those_that_are_known()
    {
        await using var engine = new EngineHarness();
        await engine.Engine.StartAsync();
        var result = await engine.Engine.LaunchAsync(new RoleChoices("fake", "ghost", null, null), CancellationToken.None);
        Assert.Equal((false, "PeerB: there is no actor 'ghost'; known are fake."), (result.Ok, result.Text));
        Assert.Empty(engine.Terminals.Launches);
        Assert.Equal(SessionPhase.Setup, engine.Engine.Snapshot.Phase);
    }

    [Fact]
    public async Task A_state_rule_that_is_no_pattern_is_refused_before_anything_is_started()
    {
        await using var engine = new EngineHarness(actor: Actor(new ScreenRule(AgentState.Busy, ScreenRegion.Screen, "(", 0)));
        await engine.Engine.StartAsync();
        var result = await engine.Engine.LaunchAsync(EngineHarness.Single, CancellationToken.None);
        Assert.False(result.Ok);
        Assert.Contains("agents.yaml", result.Text, StringComparison.Ordinal);
        Assert.Empty(engine.Terminals.Launches);
    }

    [Fact]
    public async Task An_agent_that_does_not_start_makes_the_launch_say_so()
    {
        await using var engine = new EngineHarness();
        engine.Terminals.StartFaults[PeerB] = "fake-agent is not on PATH; install it.";
        await engine.Engine.StartAsync();
        var result = await engine.Engine.LaunchAsync(EngineHarness.Dual, CancellationToken.None);
        Assert.False(result.Ok);
        Assert.Contains("PeerA (fake) started.", result.Text, StringComparison.Ordinal);
        Assert.Contains("PeerB did not start: fake-agent is not on PATH; install it.", result.Text, StringComparison.Ordinal);
        Assert.Equal(AgentState.Exited, engine.View(PeerB).State);
    }

    [Fact]
    public async Task A_crash_is_shown_with_the_last_rows_and_mail_waits_with_the_reason()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.Engine.Post(new AgentExited(PeerB, new AgentExit(3, null), ["panic: no token"]));
        await engine.SettleAsync();
        var entry = engine.Timeline.Single(entry => entry.Kind == TimelineKind.Error);
        Assert.Contains("exit code 3", entry.Text, StringComparison.Ordinal);
        Assert.Contains("panic: no token", entry.Text, StringComparison.Ordinal);
        Assert.Single(engine.Records(LedgerKinds.PeerCrashDetected));
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "are you there");
        await engine.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Single(engine.InboxTexts(PeerB));
        Assert.Equal("PeerB has ended; /restart starts it again", engine.View(PeerB).Waiting);
        Assert.Empty(engine.Terminals.TextsFor(PeerB));
    }

    [Fact]
    public async Task A_restarted_agent_gets_the_rules_again_and_one_nudge_for_all_its_mail()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "one");
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "two");
        await engine.AdvanceAsync(Sec(5));
        var result = await engine.Engine.RestartAsync(PeerB, CancellationToken.None);
        Assert.Equal((true, "PeerB (fake) started."), (result.Ok, result.Text));
        Assert.Equal([PeerB], engine.Terminals.Stops);
        engine.B.Ready();
        await engine.AdvanceAsync(Sec(1));
        Assert.Single(engine.B.Submitted);
        Assert.Contains("RULES OF PeerB", engine.InboxTexts(PeerB)[^1], StringComparison.Ordinal);
        Assert.Empty(engine.Records(LedgerKinds.PeerCrashDetected));
    }

    [Fact]
    public async Task A_restart_that_does_not_come_about_is_answered_after_its_bound()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.Terminals.AnswersStops = false;
        var asked = engine.Engine.RestartAsync(PeerA, CancellationToken.None);
        await engine.AdvanceAsync(Sec(15));
        var result = await asked;
        Assert.Equal((false, "PeerA was told to end and has not ended after 15 s."), (result.Ok, result.Text));
        engine.Engine.Post(new AgentExited(PeerA, new AgentExit(null, 9), []));
        await engine.SettleAsync();
    }

    [Fact]
    public async Task Stopping_ends_the_agents_and_records_the_shutdown()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        await engine.Engine.StopAsync();
        Assert.Equal([PeerA, PeerB], engine.Terminals.Stops);
        Assert.Single(engine.Records(LedgerKinds.Shutdown));
        Assert.False((await engine.Engine.SendAsync(Route.PeerA, "x", CancellationToken.None)).Ok);
    }

    [Fact]
    public async Task Unread_mail_of_an_earlier_run_is_announced_with_the_rules()
    {
        var root = Directory.CreateTempSubdirectory("cccc engine ").FullName;
        try
        {
            await using (var first = new EngineHarness(root: root))
            {
                await first.LaunchAsync(EngineHarness.Dual);
                first.B.Work();
                await first.WriteAsync(PeerA, MailChannel.ToPeer, "unread");
                await first.Engine.StopAsync();
            }

            await using var second = new EngineHarness(root: root);
            await second.LaunchAsync(EngineHarness.Dual);
            await second.AdvanceAsync(Sec(1));
            Assert.Equal(2, second.InboxTexts(PeerB).Length);
            Assert.Single(second.B.Submitted);
            Assert.Empty(second.Terminals.TextsFor(PeerA));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task A_claim_that_was_delivered_before_a_crash_is_not_delivered_again_and_one_that_was_not_is()
    {
        var root = Directory.CreateTempSubdirectory("cccc engine ").FullName;
        try
        {
            await using (var first = new EngineHarness(root: root))
            {
                await first.LaunchAsync(EngineHarness.Dual);
                await first.WriteClaimAsync(PeerA, MailChannel.ToPeer, "delivered", thenLoseIt: false);
                await first.WriteClaimAsync(PeerA, MailChannel.ToUser, "shown", thenLoseIt: false);
                await first.WriteClaimAsync(PeerA, MailChannel.ToPeer, "lost in the crash", thenLoseIt: true);
            }

            await using var second = new EngineHarness(root: root);
            await second.LaunchAsync(EngineHarness.Dual);
            var mails = second.InboxTexts(PeerB).Where(text => text.StartsWith("<FROM_PeerA>", StringComparison.Ordinal)).ToList();
            Assert.Equal(2, mails.Count);
            Assert.Contains("delivered", mails[0], StringComparison.Ordinal);
            Assert.Contains("lost in the crash", mails[1], StringComparison.Ordinal);
            Assert.Single(second.Records(LedgerKinds.ToUser));
            Assert.Empty(Directory.GetFiles(second.Project.Claimed));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
