using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Session;

/// <summary>The system's clock is set back: what waits goes on waiting as long as before, and what is written down bears the new time.</summary>
public class ClockTests
{
    private const AgentRole PeerA = AgentRole.PeerA;

    private static readonly TimeSpan Back = TimeSpan.FromHours(3);

    [Fact]
    public async Task Stamps_follow_the_clock_that_was_set_back_at_once()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        engine.Time.Jump(-Back);
        var wall = engine.Now;
        await engine.Engine.SendAsync(Route.PeerA, "a task", CancellationToken.None);
        await engine.SettleAsync();

        var stamp = Regex.Match(Assert.Single(engine.InboxTexts(PeerA)), @"\[TS: (\S+ \S+)").Groups[1].Value;
        Assert.Equal(wall.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), stamp);
        Assert.Contains($"[TS: {stamp}", Assert.Single(engine.Terminals.TextsFor(PeerA)), StringComparison.Ordinal);
        Assert.Equal(wall, engine.Records(LedgerKinds.Stored).Single().At);
        Assert.Equal(wall, engine.Timeline[^1].At);
        Assert.All(engine.Engine.Snapshot.Timers.Where(timer => timer.Due is not null), timer => Assert.InRange(timer.Due!.Value, wall, wall + TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Timers_wait_as_long_as_before()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        await engine.Engine.SendAsync(Route.PeerA, "a task", CancellationToken.None);
        await engine.SettleAsync();
        await engine.AdvanceAsync(Sec(5));
        engine.A.Finish();
        await engine.AdvanceAsync(Sec(5));
        Assert.Single(engine.Terminals.TextsFor(PeerA));
        engine.Time.Jump(-Back);
        await engine.AdvanceAsync(Sec(280));
        Assert.Single(engine.Terminals.TextsFor(PeerA));
        await engine.AdvanceAsync(Sec(15));
        Assert.Equal(2, engine.Terminals.TextsFor(PeerA).Count());
    }

    [Fact]
    public async Task Mail_expires_when_its_time_is_over_and_says_the_hour_of_the_new_clock()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        engine.Time.Jump(-Back);
        var wall = engine.Now;
        await engine.Engine.SendAsync(Route.PeerA, "soon", new SendOptions(TimeToLive: TimeSpan.FromMinutes(10)), CancellationToken.None);
        Assert.Contains($"[EXPIRES: {wall + TimeSpan.FromMinutes(10):yyyy-MM-dd HH:mm:ss}", Assert.Single(engine.InboxTexts(PeerA)), StringComparison.Ordinal);
        await engine.AdvanceAsync(TimeSpan.FromMinutes(9));
        Assert.NotEmpty(engine.InboxTexts(PeerA));
        await engine.AdvanceAsync(TimeSpan.FromMinutes(1.1));
        Assert.Empty(engine.InboxTexts(PeerA));
    }

    [Fact]
    public async Task Quiet_hours_are_those_of_the_users_clock()
    {
        // It is 11:29; set back by three hours it is 8:29, and nothing is quiet yet.
        await using var engine = new EngineHarness(rhythm: new RhythmSettings { SelfCheckEvery = 1, RefreshEvery = 0, QuietHours = new QuietHours(new TimeOnly(11, 0), new TimeOnly(13, 0)) });
        await engine.LaunchAsync(EngineHarness.Dual);
        await engine.WriteAsync(AgentRole.PeerB, MailChannel.ToPeer, "<TO_PEER>\nfirst\n</TO_PEER>");
        await engine.SettleAsync();
        Assert.Empty(engine.Records(LedgerKinds.SelfCheck));
        Assert.Equal("quiet hours, until 13:00", engine.Records(LedgerKinds.TimerHeld).Single().Text("why"));
        engine.Time.Jump(-Back);
        await engine.WriteAsync(AgentRole.PeerB, MailChannel.ToPeer, "<TO_PEER>\nsecond\n</TO_PEER>");
        await engine.SettleAsync();
        Assert.NotEmpty(engine.Records(LedgerKinds.SelfCheck));
    }
}
