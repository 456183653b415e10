using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Runs;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Session;

public class ForemanTests
{
    private const AgentRole PeerA = AgentRole.PeerA;
    private const AgentRole PeerB = AgentRole.PeerB;

    private static readonly RoleChoices Dual = new("fake", "fake", "fake", "fake");
    private static readonly RoleChoices Single = new("fake", null, "fake", "fake");

    [Fact]
    public async Task It_runs_at_its_interval_from_the_end_of_the_last_run()
    {
        await using var engine = Engine();
        await engine.LaunchAsync(Dual);
        await engine.AdvanceAsync(Sec(899));
        Assert.Empty(engine.Runs.Launches);
        await engine.AdvanceAsync(Sec(1));
        Assert.Equal(RunKind.Foreman, Assert.Single(engine.Runs.Launches).Kind);
        await engine.AdvanceAsync(Sec(600));
        engine.Runs.End();
        await engine.SettleAsync();
        engine.ProjectLooksLike = "changed";
        await engine.AdvanceAsync(Sec(899));
        Assert.Single(engine.Runs.Launches);
        await engine.AdvanceAsync(Sec(2));
        Assert.Equal(2, engine.Runs.Launches.Count);
    }

    [Fact]
    public async Task A_start_that_cannot_be_recorded_does_not_happen_and_is_tried_again_in_ten_seconds()
    {
        await using var engine = Engine();
        await engine.LaunchAsync(Dual);
        await engine.AdvanceAsync(Sec(900));
        engine.Runs.End();
        await engine.SettleAsync();
        engine.ProjectLooksLike = "changed";
        engine.DieAfter(0);
        await engine.AdvanceAsync(Sec(930));
        Assert.Single(engine.Runs.Launches);
        Assert.InRange(engine.Timeline.Count(entry => entry.Text.Contains(EngineHarness.DeadHost, StringComparison.Ordinal)), 2, 6);
        engine.DiskIsBack();
        await engine.AdvanceAsync(Sec(10));
        Assert.Equal(2, engine.Runs.Launches.Count);
    }

    [Fact]
    public async Task Its_prompt_is_rules_and_task_and_the_task_is_made_from_a_template_once()
    {
        await using var engine = Engine();
        await engine.LaunchAsync(Dual);
        await engine.AdvanceAsync(Sec(900));
        var command = engine.Runs.Launches.Single().Command;
        Assert.Equal("one-shot", command[0]);
        Assert.StartsWith("RULES OF Foreman", command[1], StringComparison.Ordinal);
        Assert.Contains("look at everything", command[1], StringComparison.Ordinal);
        var task = Path.Combine(engine.Project.Root, "FOREMAN_TASK.md");
        await File.WriteAllTextAsync(task, "my own task", TestContext.Current.CancellationToken);
        engine.Runs.End();
        await engine.SettleAsync();
        Assert.True((await engine.Engine.ForemanAsync(ForemanOrder.Now, CancellationToken.None)).Ok);
        Assert.Contains("my own task", engine.Runs.Launches[^1].Command[1], StringComparison.Ordinal);
        Assert.Equal("my own task", await File.ReadAllTextAsync(task, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("To: Both", true, true)]
    [InlineData("to: peera", true, false)]
    [InlineData("To: PeerB", false, true)]
    [InlineData("nothing here", true, true)]
    public async Task What_it_writes_reaches_whom_it_names_as_the_users_word(string header, bool a, bool b)
    {
        await using var engine = Engine();
        await engine.LaunchAsync(Dual);
        await engine.AdvanceAsync(Sec(900));
        await File.WriteAllTextAsync(engine.Project.ForemanToPeer, $"{header}\n<TO_PEER>\ngo on with the parser\n</TO_PEER>\n", TestContext.Current.CancellationToken);
        engine.Runs.End();
        await engine.SettleAsync();
        Assert.Equal(a ? 1 : 0, engine.InboxTexts(PeerA).Length);
        Assert.Equal(b ? 1 : 0, engine.InboxTexts(PeerB).Length);
        var text = engine.InboxTexts(a ? PeerA : PeerB).Single();
        Assert.StartsWith("<FROM_USER>\n[MID: foreman-", text, StringComparison.Ordinal);
        Assert.Contains($"To: {(a && b ? "Both" : a ? "PeerA" : "PeerB")}\ngo on with the parser", text, StringComparison.Ordinal);
        Assert.StartsWith("<!-- MAILBOX:SENT v1", await File.ReadAllTextAsync(engine.Project.ForemanToPeer, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(engine.Timeline, entry => entry.Label.StartsWith("Foreman → ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Alone_PeerA_gets_all_of_it_and_nothing_of_PeerB_comes_to_be()
    {
        await using var engine = Engine();
        await engine.LaunchAsync(Single);
        await engine.AdvanceAsync(Sec(900));
        await File.WriteAllTextAsync(engine.Project.ForemanToPeer, "To: Both\n<TO_PEER>\ngo on\n</TO_PEER>\n", TestContext.Current.CancellationToken);
        engine.Runs.End();
        await engine.SettleAsync();
        Assert.Contains("To: PeerA\ngo on", Assert.Single(engine.InboxTexts(PeerA)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(engine.Project.MailboxOf(PeerB)));
    }

    [Fact]
    public async Task What_it_only_printed_is_taken_too_and_a_wrong_receiver_is_told()
    {
        await using var engine = Engine();
        await engine.LaunchAsync(Dual);
        await engine.AdvanceAsync(Sec(900));
        engine.Runs.End("Thinking ...\nTo: PeerB\n<TO_PEER>\nprinted\n</TO_PEER>\nbye");
        await engine.SettleAsync();
        Assert.Contains("printed", Assert.Single(engine.InboxTexts(PeerB)), StringComparison.Ordinal);
        await engine.Engine.ForemanAsync(ForemanOrder.Now, CancellationToken.None);
        await File.WriteAllTextAsync(engine.Project.ForemanToPeer, "To: PeerC\n<TO_PEER>\nx\n</TO_PEER>\n", TestContext.Current.CancellationToken);
        engine.Runs.End();
        await engine.SettleAsync();
        Assert.Single(engine.InboxTexts(PeerB));
        Assert.Contains(engine.Timeline, entry => entry.Text.Contains("names 'PeerC'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_switched_off_and_on_and_says_when_it_runs_also_after_a_restart()
    {
        await using var engine = Engine();
        await engine.LaunchAsync(Dual);
        Assert.Contains("due at 11:44", (await engine.Engine.ForemanAsync(ForemanOrder.Status, CancellationToken.None)).Text, StringComparison.Ordinal);
        Assert.True((await engine.Engine.ForemanAsync(ForemanOrder.Off, CancellationToken.None)).Ok);
        await engine.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Empty(engine.Runs.Launches);
        await engine.CrashAsync();
        await engine.LaunchAsync(Dual);
        await engine.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Empty(engine.Runs.Launches);
        Assert.True((await engine.Engine.ForemanAsync(ForemanOrder.On, CancellationToken.None)).Ok);
        await engine.AdvanceAsync(Sec(901));
        Assert.Single(engine.Runs.Launches);
        Assert.Contains("one more run follows", (await engine.Engine.ForemanAsync(ForemanOrder.Now, CancellationToken.None)).Text, StringComparison.Ordinal);
        engine.Runs.End();
        await engine.AdvanceAsync(Sec(5));
        Assert.Equal(2, engine.Runs.Launches.Count);
    }

    [Fact]
    public async Task A_run_that_takes_too_long_is_ended_and_told()
    {
        await using var engine = Engine(new RunSettings { ForemanMaxRun = Sec(60) });
        await engine.LaunchAsync(Dual);
        await engine.AdvanceAsync(Sec(900));
        await engine.AdvanceAsync(Sec(59));
        Assert.Empty(engine.Runs.Stops);
        await engine.AdvanceAsync(Sec(2));
        Assert.Single(engine.Runs.Stops);
        Assert.Equal("stopped: its time was over", engine.Records(LedgerKinds.ForemanEnd).Single().Text("result"));
    }

    [Fact]
    public async Task It_looks_first_unread_mail_a_busy_agent_and_an_unchanged_project_hold_it()
    {
        await using var engine = Engine();
        await engine.LaunchAsync(Dual);
        engine.A.Work();
        await engine.AdvanceAsync(Sec(1000));
        Assert.Empty(engine.Runs.Launches);
        Assert.Equal("PeerA is busy", engine.Records(LedgerKinds.TimerHeld).Single(record => record.Text("timer") == "foreman").Text("why"));
        engine.A.Finish();
        await engine.AdvanceAsync(Sec(2));
        Assert.Single(engine.Runs.Launches);
        engine.Runs.End();
        await engine.AdvanceAsync(Sec(1800));
        Assert.Single(engine.Runs.Launches);
        Assert.Contains(engine.Records(LedgerKinds.ForemanSkipped), record => record.Text("reason")!.StartsWith("nothing has changed", StringComparison.Ordinal));
        engine.ProjectLooksLike = "another commit";
        await engine.AdvanceAsync(Sec(900));
        Assert.Equal(2, engine.Runs.Launches.Count);
    }

    [Fact]
    public async Task A_look_that_takes_its_time_holds_nobody_up_and_counts_when_it_comes()
    {
        await using var engine = Engine();
        var looks = new Queue<TaskCompletionSource<string?>>();
        engine.Look = _ =>
        {
            looks.Enqueue(new TaskCompletionSource<string?>());
            return looks.Last().Task;
        };
        await engine.LaunchAsync(Dual);
        await engine.AdvanceAsync(Sec(900));
        engine.Runs.End();
        await engine.SettleAsync();
        // The look goes on, and the user's word is not held up by it.
        Assert.Single(looks);
        Assert.True((await engine.Engine.SendAsync(Route.PeerA, "a word", CancellationToken.None)).Ok);
        await engine.AdvanceAsync(Sec(5));
        await engine.ReadInboxAsync(PeerA);
        engine.A.Finish();
        await engine.AdvanceAsync(Sec(35));
        looks.Dequeue().SetResult("commit 1");
        await engine.SettleAsync();
        Assert.Equal("commit 1", Assert.Single(engine.Records(LedgerKinds.ForemanLooked)).Text("facts"));
        await engine.AdvanceAsync(Sec(870));
        looks.Dequeue().SetResult("commit 1");
        await engine.SettleAsync();
        Assert.Single(engine.Runs.Launches);
        Assert.Contains(engine.Records(LedgerKinds.ForemanSkipped), record => record.Text("reason")!.StartsWith("nothing has changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_look_that_never_ends_is_given_up_by_our_clock_and_said_once()
    {
        await using var engine = Engine();
        engine.Look = async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        };
        await engine.LaunchAsync(Dual);
        for (var run = 0; run < 3; run++)
        {
            await engine.AdvanceAsync(Sec(901));
            engine.Runs.End();
            await engine.AdvanceAsync(Sec(61));
        }

        Assert.Equal(3, engine.Runs.Launches.Count);
        Assert.Single(engine.Timeline, entry => entry.Text.StartsWith("Whether anything has changed cannot be found out (git has not answered within 60 s)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pause_and_quiet_hours_hold_it()
    {
        await using var engine = new EngineHarness(actor: Actor(), rhythm: new RhythmSettings { SelfCheckEvery = 0, QuietHours = new QuietHours(new TimeOnly(11, 0), new TimeOnly(13, 0)) });
        await engine.LaunchAsync(Dual);
        await engine.AdvanceAsync(Sec(3600));
        Assert.Empty(engine.Runs.Launches);
        await engine.Engine.PauseAsync(CancellationToken.None);
        Assert.False((await engine.Engine.ForemanAsync(ForemanOrder.Now, CancellationToken.None)).Ok);
        await engine.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Empty(engine.Runs.Launches);
        await engine.Engine.ResumeAsync(CancellationToken.None);
        await engine.AdvanceAsync(Sec(2));
        Assert.Single(engine.Runs.Launches);
    }

    [Fact]
    public async Task A_run_that_its_host_did_not_outlive_is_recorded_and_its_message_is_delivered_once()
    {
        await using var engine = Engine();
        await engine.LaunchAsync(Dual);
        await engine.AdvanceAsync(Sec(900));
        await File.WriteAllTextAsync(engine.Project.ForemanToPeer, "To: PeerA\n<TO_PEER>\nwritten before the crash\n</TO_PEER>\n", TestContext.Current.CancellationToken);
        for (var writes = 0; writes < 8; writes++)
        {
            await engine.CrashAsync();
            engine.DieAfter(writes);
            await engine.Engine.StartAsync();
            await engine.Engine.LaunchAsync(Dual, CancellationToken.None);
            await engine.SettleAsync();
        }

        await engine.CrashAsync();
        await engine.LaunchAsync(Dual);
        Assert.Single(engine.InboxTexts(PeerA), text => text.Contains("written before the crash", StringComparison.Ordinal));
        Assert.Equal("its host ended", engine.Records(LedgerKinds.ForemanEnd).Single().Text("result"));
        Assert.Empty(engine.Runs.Launches);
    }

    [Fact]
    public async Task Aux_does_one_job_after_the_other_and_answers_who_asked()
    {
        await using var engine = Engine();
        await engine.LaunchAsync(Dual);
        var first = engine.Engine.AuxAsync("review the diff", "PeerA", CancellationToken.None);
        var second = engine.Engine.AuxAsync("another job", "User", CancellationToken.None);
        await engine.SettleAsync();
        var run = Assert.Single(engine.Runs.Launches);
        Assert.Equal(RunKind.Aux, run.Kind);
        Assert.Contains("# The job, from PeerA\n\nreview the diff", run.Command[1], StringComparison.Ordinal);
        engine.Runs.End("all is well\n");
        Assert.Equal((true, "all is well"), ((await first).Ok, (await first).Text));
        await engine.SettleAsync();
        Assert.Equal(2, engine.Runs.Launches.Count);
        engine.Runs.End("no", exitCode: 1);
        Assert.False((await second).Ok);
        Assert.Single(Directory.GetFiles(engine.Project.Work, "output.txt", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains("all is well", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Aux_keeps_its_rate_and_its_time_and_refuses_with_a_reason()
    {
        await using var engine = Engine(new RunSettings { AuxPerMinute = 1, AuxMaxRun = Sec(30) });
        await engine.LaunchAsync(Dual);
        var first = engine.Engine.AuxAsync("one", "User", CancellationToken.None);
        await engine.AdvanceAsync(Sec(31));
        Assert.False((await first).Ok);
        Assert.Single(engine.Runs.Stops);
        var waiting = Enumerable.Range(0, 5).Select(i => engine.Engine.AuxAsync($"{i}", "User", CancellationToken.None)).ToList();
        var refused = await engine.Engine.AuxAsync("one too many", "User", CancellationToken.None);
        Assert.True(refused.Refused);
        Assert.Single(engine.Runs.Launches);
        await engine.AdvanceAsync(Sec(30));
        Assert.Equal(2, engine.Runs.Launches.Count);
        await engine.Engine.PauseAsync(CancellationToken.None);
        Assert.Contains("paused", (await engine.Engine.AuxAsync("x", "User", CancellationToken.None)).Text, StringComparison.Ordinal);
        await engine.Engine.StopAsync();
        Assert.All(waiting, answer => Assert.True(answer.IsCompleted));
    }

    [Fact]
    public async Task Who_asked_Aux_is_answered_whether_or_not_it_can_be_recorded()
    {
        await using var engine = Engine();
        await engine.LaunchAsync(Dual);
        var first = engine.Engine.AuxAsync("one", "User", CancellationToken.None);
        var second = engine.Engine.AuxAsync("two", "User", CancellationToken.None);
        await engine.SettleAsync();
        engine.DieAfter(0);
        engine.Runs.End("the work");
        Assert.Equal("the work", (await first).Text);
        await engine.SettleAsync();
        Assert.Contains("could not be recorded", (await second).Text, StringComparison.Ordinal);
        Assert.Single(engine.Runs.Launches);
        Assert.False((await engine.Engine.AuxAsync("three", "User", CancellationToken.None)).Ok);
    }

    [Fact]
    public async Task Without_an_actor_there_is_no_helper_and_no_Foreman_and_a_long_prompt_goes_by_its_file()
    {
        await using (var engine = Engine())
        {
            await engine.LaunchAsync(EngineHarness.Dual);
            Assert.True((await engine.Engine.AuxAsync("x", "User", CancellationToken.None)).Refused);
            Assert.False((await engine.Engine.ForemanAsync(ForemanOrder.On, CancellationToken.None)).Ok);
            await engine.AdvanceAsync(TimeSpan.FromHours(3));
            Assert.Empty(engine.Runs.Launches);
        }

        await using var other = Engine();
        await other.LaunchAsync(Dual);
        var answer = other.Engine.AuxAsync(new string('x', 150_000), "User", CancellationToken.None);
        await other.SettleAsync();
        var argument = other.Runs.Launches.Single().Command[1];
        Assert.InRange(argument.Length, 1, 1000);
        Assert.Contains("prompt.md", argument, StringComparison.Ordinal);
        other.Runs.End();
        await answer;
    }

    private static ActorDefinition Actor() => RuledActor() with { RunCommand = ["one-shot", "{prompt}"] };

    private static EngineHarness Engine(RunSettings? runs = null) => new(actor: Actor(), runs: runs);
}
