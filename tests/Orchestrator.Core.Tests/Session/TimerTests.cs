using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Session;

/// <summary>Self-check, refresh, compaction, and what keeps timers in bounds.</summary>
public sealed class TimerTests : IDisposable
{
    private const AgentRole PeerA = AgentRole.PeerA;
    private const AgentRole PeerB = AgentRole.PeerB;

    private readonly string _root = Directory.CreateTempSubdirectory("cccc timers ").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task After_every_third_message_there_is_a_self_check_and_every_second_one_gives_the_rules_again()
    {
        await using var engine = Engine(new RhythmSettings { SelfCheckEvery = 3, RefreshEvery = 2 });
        await engine.LaunchAsync(EngineHarness.Dual);
        for (var i = 0; i < 12; i++)
        {
            await SendAsync(engine, $"message {i}");
            await engine.AdvanceAsync(Sec(5));
        }

        Assert.Equal(["self-check for PeerA", "RULES OF PeerA dual", "self-check for PeerA", "RULES OF PeerA dual"], SystemMail(engine, PeerA));
        Assert.Equal(2, engine.Records(LedgerKinds.SelfCheck).Count());
        Assert.Equal(2, engine.Records(LedgerKinds.SystemRefresh).Count());
        Assert.Empty(engine.InboxTexts(PeerB));
    }

    [Fact]
    public async Task In_single_peer_mode_each_message_to_the_system_counts_as_one()
    {
        await using var engine = Engine(new RhythmSettings { SelfCheckEvery = 3, RefreshEvery = 0 });
        await engine.LaunchAsync(EngineHarness.Single);
        for (var i = 0; i < 7; i++)
        {
            await engine.WriteAsync(PeerA, MailChannel.ToPeer, $"Progress: step {i}");
        }

        Assert.Equal(2, engine.Records(LedgerKinds.SelfCheck).Count());
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "ok");
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "Progress: step 8");
        Assert.Equal(2, engine.Records(LedgerKinds.SelfCheck).Count()); // The "ok" says too little to count.
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "Progress: step 9");
        Assert.Equal(3, engine.Records(LedgerKinds.SelfCheck).Count());
    }

    [Fact]
    public async Task In_single_peer_mode_what_the_user_says_does_not_count_before_and_after_a_restart()
    {
        await using var engine = Engine(new RhythmSettings { SelfCheckEvery = 2, RefreshEvery = 0 });
        await engine.LaunchAsync(EngineHarness.Single);
        for (var i = 0; i < 5; i++)
        {
            await SendAsync(engine, $"message {i}");
            await engine.AdvanceAsync(Sec(5));
        }

        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "Progress: step 1");
        await engine.CrashAsync();
        await engine.LaunchAsync(EngineHarness.Single);
        await SendAsync(engine, "one more");
        await engine.AdvanceAsync(Sec(5));
        Assert.Empty(engine.Records(LedgerKinds.SelfCheck));
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "Progress: step 2");
        Assert.Single(engine.Records(LedgerKinds.SelfCheck));
    }

    [Fact]
    public async Task The_count_for_the_self_check_outlives_the_host()
    {
        await using var engine = Engine(new RhythmSettings { SelfCheckEvery = 3 });
        await engine.LaunchAsync(EngineHarness.Dual);
        await SendAsync(engine, "1");
        await SendAsync(engine, "2");
        await engine.CrashAsync();
        await engine.LaunchAsync(EngineHarness.Dual);
        Assert.Empty(engine.Records(LedgerKinds.SelfCheck));
        await SendAsync(engine, "3");
        await engine.AdvanceAsync(Sec(1));
        Assert.Single(engine.Records(LedgerKinds.SelfCheck));
        await engine.CrashAsync();
        await engine.LaunchAsync(EngineHarness.Dual);
        await engine.AdvanceAsync(Sec(60));
        Assert.Single(engine.Records(LedgerKinds.SelfCheck));
    }

    [Fact]
    public async Task Pause_holds_every_timer_and_resume_gives_one_nudge()
    {
        await using var engine = Engine(new RhythmSettings { SelfCheckEvery = 2, CompactMessages = 1, CompactIdle = Sec(10) });
        await engine.LaunchAsync(EngineHarness.Dual);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "Progress: I began");
        await engine.AdvanceAsync(Sec(1));
        engine.B.Finish();
        await engine.ReadInboxAsync(PeerB);
        await engine.Engine.PauseAsync(CancellationToken.None);
        var typed = engine.Terminals.Writes.Count;
        await SendAsync(engine, "one");
        await SendAsync(engine, "two");
        await engine.AdvanceAsync(TimeSpan.FromHours(5));
        Assert.Equal(typed, engine.Terminals.Writes.Count);
        Assert.Equal(2, engine.InboxTexts(PeerA).Length);
        Assert.Empty(engine.Records(LedgerKinds.KeepaliveSent).Concat(engine.Records(LedgerKinds.SelfCheck)).Concat(engine.Records(LedgerKinds.AutoCompact)));
        await engine.Engine.ResumeAsync(CancellationToken.None);
        await engine.AdvanceAsync(Sec(1));
        Assert.Single(engine.A.Submitted);
        Assert.Single(engine.Records(LedgerKinds.SelfCheck));
    }

    [Fact]
    public async Task In_quiet_hours_mail_goes_on_and_timers_wait_and_say_so_once()
    {
        // The clock of the tests begins at 11:29 UTC.
        await using var engine = Engine(new RhythmSettings { SelfCheckEvery = 2, RefreshEvery = 0, QuietHours = new QuietHours(new TimeOnly(11, 0), new TimeOnly(14, 0)) });
        await engine.LaunchAsync(EngineHarness.Dual);
        for (var i = 0; i < 3; i++)
        {
            await SendAsync(engine, $"{i}");
            await engine.AdvanceAsync(Sec(5));
            engine.A.Finish();
        }

        Assert.NotEmpty(engine.A.Submitted);
        Assert.Empty(engine.Records(LedgerKinds.SelfCheck));
        var held = engine.Records(LedgerKinds.TimerHeld).Single();
        Assert.Equal(("self-check", "quiet-hours", "quiet hours, until 14:00"), (held.Text("timer"), held.Text("reason"), held.Text("why")));
        Assert.Contains(engine.Engine.Snapshot.Timers, timer => timer.Name == "quiet hours");
        await engine.AdvanceAsync(TimeSpan.FromHours(2.4));
        Assert.Empty(engine.Records(LedgerKinds.SelfCheck));
        await engine.AdvanceAsync(TimeSpan.FromHours(0.2));
        Assert.Single(engine.Records(LedgerKinds.SelfCheck));
    }

    [Fact]
    public async Task A_day_has_so_many_turns_of_timers_and_the_next_day_begins_anew()
    {
        await using var engine = Engine(new RhythmSettings { SelfCheckEvery = 1, RefreshEvery = 0, DailyTurns = 3 });
        await engine.LaunchAsync(EngineHarness.Dual);
        for (var i = 0; i < 5; i++)
        {
            await SendAsync(engine, $"{i}");
            await engine.AdvanceAsync(Sec(2));
        }

        Assert.Equal(3, engine.Records(LedgerKinds.SelfCheck).Count());
        Assert.Equal("budget", engine.Records(LedgerKinds.TimerHeld).Single().Text("reason"));
        await engine.CrashAsync();
        await engine.LaunchAsync(EngineHarness.Dual);
        await engine.AdvanceAsync(TimeSpan.FromHours(12));
        Assert.Equal(3, engine.Records(LedgerKinds.SelfCheck).Count());
        await engine.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(5, engine.Records(LedgerKinds.SelfCheck).Count());
    }

    [Fact]
    public async Task Two_agents_that_only_thank_each_other_come_to_rest_and_a_word_of_the_user_goes_on()
    {
        await using var engine = Engine(new RhythmSettings { SelfCheckEvery = 0, DamperMessages = 4 });
        await engine.LaunchAsync(EngineHarness.Dual);
        for (var i = 0; i < 10; i++)
        {
            var from = i % 2 == 0 ? PeerA : PeerB;
            await engine.WriteAsync(from, MailChannel.ToPeer, "<TO_PEER>\nThank you so much, great work!\n</TO_PEER>\n```insight\nmany words that do not count as they are only here for the form\n```");
            await engine.AdvanceAsync(Sec(5));
            foreach (var pane in new[] { engine.A, engine.B })
            {
                if (pane.IsBusy)
                {
                    pane.Finish();
                    await engine.ReadInboxAsync(pane.Role);
                }
            }
        }

        Assert.InRange(engine.A.Submitted.Count + engine.B.Submitted.Count, 3, 4);
        Assert.Single(engine.Timeline, entry => entry.Text.StartsWith("The damper holds", StringComparison.Ordinal));
        Assert.NotEmpty(engine.InboxTexts(PeerA));
        Assert.Contains("said nothing new", engine.View(PeerA).Waiting, StringComparison.Ordinal);

        await SendAsync(engine, "go on with the parser");
        await engine.AdvanceAsync(Sec(5));
        Assert.Equal(0, engine.Engine.Snapshot.Timers.Count(timer => timer.Name == "damper"));
        Assert.Contains("process", engine.A.Submitted[^1], StringComparison.OrdinalIgnoreCase);
        Assert.Equal([true, false], engine.Records(LedgerKinds.DamperSet).Select(record => record.Flag("on")!.Value));
    }

    [Theory]
    [InlineData("Thanks, all good!", true)]
    [InlineData("Great work. I am happy with that. Let us rest.", true)]
    [InlineData("Thanks! Which one?", false)]
    [InlineData("Progress: done", false)]
    [InlineData("It fails.", false)]
    [InlineData("See src/Parser.cs", false)]
    [InlineData("42", false)]
    public void Idle_talk_is_told_from_substance(string body, bool idle) => Assert.Equal(idle, Damper.IsIdleTalk(body));

    [Fact]
    public async Task An_agent_that_rests_after_much_mail_is_told_to_compact_once_by_its_screen()
    {
        await using var engine = Engine(new RhythmSettings { SelfCheckEvery = 0, CompactMessages = 2, CompactIdle = Sec(120), CompactInterval = Sec(900) }, compact: "/compact");
        await engine.LaunchAsync(EngineHarness.Dual);
        await HandleAsync(engine, "one");
        await engine.AdvanceAsync(Sec(500));
        Assert.Empty(Compacted(engine));
        await HandleAsync(engine, "two");
        await engine.AdvanceAsync(Sec(100));
        Assert.Empty(Compacted(engine));
        Assert.Contains(engine.Engine.Snapshot.Timers, timer => timer is { Name: "compact", Role: PeerA, Due: not null });
        await engine.AdvanceAsync(Sec(30));
        Assert.Single(Compacted(engine));
        Assert.Equal("/compact", engine.A.Submitted[^1]);
        engine.A.Finish();
        await HandleAsync(engine, "three");
        await HandleAsync(engine, "four");
        await engine.AdvanceAsync(Sec(600));
        Assert.Single(Compacted(engine)); // Not sooner than 900 s after the last.
        await engine.AdvanceAsync(Sec(400));
        Assert.Equal(2, Compacted(engine).Count());
    }

    [Fact]
    public async Task A_busy_agent_one_with_a_prompt_and_one_with_mail_is_not_told_to_compact()
    {
        await using var engine = Engine(new RhythmSettings { SelfCheckEvery = 0, CompactMessages = 1, CompactIdle = Sec(60), CompactInterval = Sec(0) }, compact: "/compact");
        await engine.LaunchAsync(EngineHarness.Dual);
        await HandleAsync(engine, "one");
        engine.A.Work();
        await engine.AdvanceAsync(Sec(600));
        engine.A.Ask();
        await engine.AdvanceAsync(Sec(600));
        engine.A.Ready();
        await engine.AdvanceAsync(Sec(30));
        engine.Engine.Post(new HumanKeys(PeerA));
        await engine.AdvanceAsync(Sec(20));
        Assert.Empty(Compacted(engine));
        await SendAsync(engine, "unread");
        await engine.AdvanceAsync(Sec(5));
        engine.A.Finish(); // It has not read its mail.
        await engine.AdvanceAsync(Sec(200));
        Assert.Empty(Compacted(engine));
        Assert.Equal(0, engine.A.ReturnsIntoDialog);
    }

    [Fact]
    public async Task An_actor_without_a_command_is_never_told_to_compact()
    {
        await using var engine = Engine(new RhythmSettings { SelfCheckEvery = 0, CompactMessages = 1, CompactIdle = Sec(1), CompactInterval = Sec(0) });
        await engine.LaunchAsync(EngineHarness.Dual);
        await HandleAsync(engine, "one");
        await engine.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Empty(Compacted(engine));
    }

    [Fact]
    public async Task A_day_in_which_nothing_happens_wakes_the_engine_for_nothing()
    {
        await using var engine = Engine(new RhythmSettings(), compact: "/compact");
        await engine.LaunchAsync(EngineHarness.Dual);
        await HandleAsync(engine, "one");
        await engine.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Null(await engine.SettleAsync());
    }

    private EngineHarness Engine(RhythmSettings rhythm, string? compact = null) =>
        new(root: _root, rhythm: rhythm, actor: RuledActor() with { CompactCommand = compact });

    private static IEnumerable<LedgerRecord> Compacted(EngineHarness engine) => engine.Records(LedgerKinds.AutoCompact);

    private static async Task HandleAsync(EngineHarness engine, string text)
    {
        await SendAsync(engine, text);
        await engine.AdvanceAsync(Sec(2));
        engine.A.Finish();
        await engine.ReadInboxAsync(PeerA);
    }

    private static async Task SendAsync(EngineHarness engine, string text)
    {
        var answer = await engine.Engine.SendAsync(Route.PeerA, text, CancellationToken.None);
        Assert.True(answer.Ok, answer.Text);
    }

    private static string[] SystemMail(EngineHarness engine, AgentRole role) =>
        [.. engine.InboxTexts(role).Where(text => text.StartsWith("<FROM_SYSTEM>", StringComparison.Ordinal)).Select(text => text.Split('\n')[3])];
}
