using Orchestrator.Core.Judging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Session;

/// <summary>Answers to prompts, raw text, interrupts, limits: what is typed beside mail, and what is held back at the last moment.</summary>
public class HandsTests
{
    private const AgentRole PeerA = AgentRole.PeerA;

    private static readonly ComposerRule Composer = new("^> ", Block: false, ComposerRule.DefaultUntil, null, null, null, null);

    private static readonly ScreenRule Permission = Dialog with { Name = "permission", Approve = "1", Deny = "\e", Answer = "{n}" };

    /// <summary>A prompt has been drawn when it has stood for so long.</summary>
    private static readonly TimeSpan Drawn = TimeSpan.FromMilliseconds(300);

    private static ActorDefinition Agent() => Actor(Permission, Limit, Working, Prompt) with { InterruptKeys = "\e", WithdrawKeys = "\u0015" };

    private static async Task<EngineHarness> WithPromptAsync(params string[] rows)
    {
        var engine = new EngineHarness(actor: Agent());
        await engine.LaunchAsync(EngineHarness.Single);
        engine.A.Show(rows);
        await engine.AdvanceAsync(Drawn);
        return engine;
    }

    private static Task<CommandResult> AnswerAsync(EngineHarness engine, PromptChoice choice, int number = 0, string? id = null) =>
        engine.Engine.AnswerPromptAsync(PeerA, new PromptAnswer(choice, number), id, CancellationToken.None);

    [Theory]
    [InlineData(PromptChoice.Approve, 0, "1")]
    [InlineData(PromptChoice.Deny, 0, "\e")]
    [InlineData(PromptChoice.Answer, 3, "3")]
    public async Task An_answer_types_the_keys_of_the_rule_and_is_recorded(PromptChoice choice, int number, string keys)
    {
        await using var engine = await WithPromptAsync("rm x", "Do you want to proceed?", " 1. Yes");
        var id = engine.View(PeerA).Prompt!.Id;
        Assert.Contains(engine.Timeline, entry => entry.Text.Contains("/approve a, /deny a, /answer a N", StringComparison.Ordinal));
        var result = await AnswerAsync(engine, choice, number, id);
        Assert.True(result.Ok, result.Text);
        Assert.Equal((PeerA, keys), engine.Terminals.Writes[^1]);
        var record = Assert.Single(engine.Records(LedgerKinds.PromptAnswered));
        Assert.Equal(id, record.Text("prompt"));
        Assert.Equal("permission", record.Text("rule"));
        Assert.Equal(id, Assert.Single(engine.Records(LedgerKinds.PromptShown)).Text("prompt"));
    }

    [Fact]
    public async Task An_answer_to_a_prompt_that_has_changed_since_is_refused()
    {
        await using var engine = await WithPromptAsync("rm x", "Do you want to proceed?", " 1. Yes");
        var seen = engine.View(PeerA).Prompt!.Id;
        engine.A.Show("rm -rf /", "Do you want to proceed?", " 1. Yes");
        await engine.AdvanceAsync(Drawn);
        var writes = engine.Terminals.Writes.Count;
        Assert.False((await AnswerAsync(engine, PromptChoice.Approve, id: seen)).Ok);
        Assert.Equal(writes, engine.Terminals.Writes.Count);
        Assert.True((await AnswerAsync(engine, PromptChoice.Approve, id: engine.View(PeerA).Prompt!.Id)).Ok);
    }

    [Fact]
    public async Task An_answer_is_held_back_when_the_prompt_changes_between_the_look_and_the_key()
    {
        await using var engine = await WithPromptAsync("rm x", "Do you want to proceed?", " 1. Yes");
        var id = engine.View(PeerA).Prompt!.Id;
        engine.Terminals.BeforeWrite = _ => engine.A.ShowUnseen("rm -rf /", "Do you want to proceed?", " 1. Yes");
        var result = await AnswerAsync(engine, PromptChoice.Approve, id: id);
        Assert.False(result.Ok);
        Assert.Contains("another one", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain((PeerA, "1"), engine.Terminals.Writes);
        Assert.Empty(engine.Records(LedgerKinds.PromptAnswered));
    }

    [Fact]
    public async Task A_prompt_that_is_drawn_piece_by_piece_is_shown_and_can_be_answered_when_it_is_whole()
    {
        await using var engine = await WithPromptAsync("Do you want to proceed?", " 1. Yes");
        var early = engine.View(PeerA).Prompt!.Id;
        engine.A.Ready();
        await engine.AdvanceAsync(Sec(2));

        engine.A.Show("Do you want to proceed?", " 1. Yes");
        await engine.AdvanceAsync(TimeSpan.FromMilliseconds(200));
        Assert.Null(engine.View(PeerA).Prompt);
        Assert.Contains("is drawing a prompt", (await AnswerAsync(engine, PromptChoice.Approve)).Text, StringComparison.Ordinal);
        Assert.Contains("is drawing a prompt", (await engine.Engine.TypeRawAsync(PeerA, "x", null, CancellationToken.None)).Text, StringComparison.Ordinal);
        engine.A.Show("rm -rf /", "Do you want to proceed?", " 1. Yes");
        await engine.AdvanceAsync(TimeSpan.FromMilliseconds(200));
        Assert.Null(engine.View(PeerA).Prompt);
        await engine.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        Assert.Contains("rm -rf /", engine.View(PeerA).Prompt!.Rows);
        Assert.Equal([early, engine.View(PeerA).Prompt!.Id], engine.Records(LedgerKinds.PromptShown).Select(record => record.Text("prompt")));
        Assert.Empty(engine.Terminals.Writes);
    }

    [Fact]
    public async Task The_same_question_asked_again_behind_the_one_that_was_answered_is_another_prompt_and_is_told()
    {
        await using var engine = await WithPromptAsync("rm x", "Do you want to proceed?", " 1. Yes");
        var first = engine.View(PeerA).Prompt!.Id;
        Assert.True((await AnswerAsync(engine, PromptChoice.Approve, id: first)).Ok);
        engine.A.Show("rm y", "Do you want to proceed?", " 1. Yes");
        await engine.AdvanceAsync(Drawn);
        Assert.True((await AnswerAsync(engine, PromptChoice.Deny, id: engine.View(PeerA).Prompt!.Id)).Ok);
        engine.A.Ready();
        await engine.AdvanceAsync(Sec(2));
        engine.A.Show("rm x", "Do you want to proceed?", " 1. Yes");
        await engine.AdvanceAsync(Drawn);
        Assert.False((await AnswerAsync(engine, PromptChoice.Approve, id: first)).Ok);
        Assert.Equal(3, engine.View(PeerA).PromptsTold);
        Assert.Equal(3, engine.Records(LedgerKinds.PromptShown).Select(record => record.Text("prompt")).Distinct().Count());
        Assert.Equal(2, engine.Records(LedgerKinds.PromptAnswered).Count());
    }

    [Fact]
    public async Task Without_a_prompt_or_without_keys_for_it_nothing_is_typed_and_the_reason_is_said()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        Assert.Equal("PeerA shows no prompt.", (await AnswerAsync(engine, PromptChoice.Approve)).Text);
        engine.A.Ask();
        await engine.AdvanceAsync(Drawn);
        Assert.Contains("Answer it in the pane of PeerA", (await AnswerAsync(engine, PromptChoice.Approve)).Text, StringComparison.Ordinal);
        Assert.Equal("Single-peer mode: there is no PeerB.", (await engine.Engine.AnswerPromptAsync(AgentRole.PeerB, default, null, CancellationToken.None)).Text);
        Assert.Empty(engine.Terminals.Writes);
    }

    [Fact]
    public async Task A_prompt_that_does_not_go_after_the_answer_is_told()
    {
        await using var engine = new EngineHarness(actor: Agent());
        await engine.LaunchAsync(EngineHarness.Single);
        engine.A.Ask();
        await engine.AdvanceAsync(Drawn);
        await AnswerAsync(engine, PromptChoice.Approve);
        await engine.AdvanceAsync(Sec(4));
        Assert.Contains(engine.Timeline, entry => entry.Text.StartsWith("Its prompt still stands there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_nudge_is_held_back_when_a_prompt_opens_between_the_look_and_the_text_and_goes_after_it()
    {
        await using var engine = new EngineHarness(actor: Agent());
        await engine.LaunchAsync(EngineHarness.Single);
        engine.Terminals.BeforeWrite = _ =>
        {
            engine.Terminals.BeforeWrite = null;
            engine.A.AskUnseen();
        };
        await engine.Engine.SendAsync(Route.PeerA, "a task", CancellationToken.None);
        await engine.SettleAsync();
        Assert.Empty(engine.Terminals.TextsFor(PeerA));
        Assert.Equal("it shows a prompt", Assert.Single(engine.Terminals.HeldBack).Why);
        Assert.Single(engine.Records(LedgerKinds.NotTyped));
        engine.A.Ready();
        await engine.AdvanceAsync(Sec(3));
        Assert.Single(engine.Terminals.TextsFor(PeerA));
        Assert.Single(engine.A.Submitted);
    }

    [Fact]
    public async Task A_return_is_held_back_when_a_prompt_opens_between_the_look_and_the_key_and_the_prompt_is_not_answered()
    {
        await using var engine = new EngineHarness(actor: Agent());
        await engine.LaunchAsync(EngineHarness.Single);
        engine.Terminals.Written = text => engine.Terminals.BeforeWrite = text.Contains("NUDGE", StringComparison.Ordinal) ? _ => engine.A.AskUnseen() : null;
        await engine.Engine.SendAsync(Route.PeerA, "a task", CancellationToken.None);
        await engine.AdvanceAsync(Sec(30));
        Assert.Equal(0, engine.A.ReturnsIntoDialog);
        engine.Terminals.BeforeWrite = null;
        engine.Terminals.Written = null;
        engine.A.Ready();
        await engine.AdvanceAsync(Sec(30));
        Assert.Single(engine.A.Submitted);
        Assert.Single(engine.Terminals.TextsFor(PeerA));
    }

    [Fact]
    public async Task Raw_text_passes_the_gate_and_says_what_it_passed()
    {
        await using var engine = new EngineHarness(actor: Agent());
        await engine.LaunchAsync(EngineHarness.Single);
        engine.A.Work();
        await engine.SettleAsync();
        var typing = engine.Engine.TypeRawAsync(PeerA, "be quick", null, CancellationToken.None);
        await engine.AdvanceAsync(Sec(1));
        engine.A.Finish("be quick");
        await engine.AdvanceAsync(Sec(1));
        var result = await typing;
        Assert.True(result.Ok, result.Text);
        Assert.Contains("although PeerA is busy", result.Text, StringComparison.Ordinal);
        Assert.Equal("be quick", Assert.Single(engine.A.Submitted));
        Assert.Equal("busy", Assert.Single(engine.Records(LedgerKinds.RawTyped)).Text("bypassed"));
    }

    [Fact]
    public async Task Raw_text_that_is_held_back_is_recorded_and_nothing_is_announced_again()
    {
        await using var engine = new EngineHarness(actor: Agent());
        await engine.LaunchAsync(EngineHarness.Single);
        await engine.Engine.SendAsync(Route.PeerA, "a task", CancellationToken.None);
        await engine.AdvanceAsync(Sec(1));
        engine.A.Ready();
        await engine.AdvanceAsync(Sec(5));
        Assert.Single(engine.A.Submitted);
        engine.Terminals.Refuses = "it is printing";
        var typing = engine.Engine.TypeRawAsync(PeerA, "be quick", null, CancellationToken.None);
        await engine.AdvanceAsync(Sec(1));
        Assert.Contains("it is printing", (await typing).Text, StringComparison.Ordinal);
        engine.Terminals.Refuses = null;
        await engine.AdvanceAsync(Sec(30));
        Assert.Single(engine.Terminals.TextsFor(PeerA));
        Assert.Contains("it is printing", Assert.Single(engine.Records(LedgerKinds.NotTyped)).Text("why"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raw_text_asks_before_it_goes_into_a_prompt_and_is_typed_without_a_return_then()
    {
        await using var engine = await WithPromptAsync("rm x", "Do you want to proceed?", " 1. Yes");
        var asked = await engine.Engine.TypeRawAsync(PeerA, "2", null, CancellationToken.None);
        Assert.False(asked.Ok);
        Assert.NotNull(asked.Prompt);
        Assert.Empty(engine.Terminals.Writes);
        Assert.False((await engine.Engine.TypeRawAsync(PeerA, "2", "00000000", CancellationToken.None)).Ok);
        Assert.True((await engine.Engine.TypeRawAsync(PeerA, "2", asked.Prompt.Id, CancellationToken.None)).Ok);
        Assert.Equal((PeerA, "2"), Assert.Single(engine.Terminals.Writes));
    }

    [Fact]
    public async Task Urgent_mail_stops_the_turn_and_is_told_when_the_agent_rests()
    {
        await using var engine = new EngineHarness(actor: Agent());
        await engine.LaunchAsync(EngineHarness.Single);
        engine.A.Work();
        await engine.SettleAsync();
        await engine.Engine.SendAsync(Route.PeerA, "no hurry", CancellationToken.None);
        await engine.AdvanceAsync(Sec(5));
        Assert.Empty(engine.Terminals.Writes);
        await engine.Engine.SendAsync(Route.PeerA, "stop!", new SendOptions(Urgent: true), CancellationToken.None);
        await engine.AdvanceAsync(Ms(100));
        Assert.Equal((PeerA, "\e"), Assert.Single(engine.Terminals.Writes));
        await engine.AdvanceAsync(Sec(20));
        Assert.Equal(3, engine.Terminals.Writes.Count(write => write.Text == "\e"));
        engine.A.Finish("interrupted");
        await engine.AdvanceAsync(Sec(2));
        Assert.Single(engine.A.Submitted);
        Assert.Equal(3, engine.Records(LedgerKinds.Interrupted).Count());
        Assert.Single(engine.Records(LedgerKinds.UrgentStopped));
    }

    [Fact]
    public async Task An_interrupt_key_that_was_held_back_is_no_press_and_none_of_the_three()
    {
        await using var engine = new EngineHarness(actor: Agent());
        await engine.LaunchAsync(EngineHarness.Single);
        engine.A.Work();
        await engine.SettleAsync();
        engine.Terminals.Refuses = "it is printing";
        await engine.Engine.SendAsync(Route.PeerA, "stop!", new SendOptions(Urgent: true), CancellationToken.None);
        await engine.AdvanceAsync(Sec(20));
        Assert.InRange(engine.Terminals.HeldBack.Count, 4, 20);
        Assert.Empty(engine.Records(LedgerKinds.Interrupted));
        Assert.DoesNotContain(engine.Timeline, entry => entry.Text.Contains("is told to stop", StringComparison.Ordinal));
        engine.Terminals.Refuses = null;
        await engine.AdvanceAsync(Sec(20));
        Assert.Equal(3, engine.Terminals.Writes.Count(write => write.Text == "\e"));
        Assert.Equal(3, engine.Records(LedgerKinds.Interrupted).Count());
        Assert.Single(engine.Timeline, entry => entry.Text.Contains("is told to stop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_line_that_an_interrupted_agent_puts_back_is_taken_out_and_a_draft_of_the_user_is_not()
    {
        await using var engine = new EngineHarness(actor: Agent() with { Composer = Composer });
        await engine.LaunchAsync(EngineHarness.Single);
        await engine.Engine.SendAsync(Route.PeerA, "one", CancellationToken.None);
        await engine.AdvanceAsync(Sec(1));
        var nudge = Assert.Single(engine.A.Submitted);
        engine.A.Show("interrupted", "> " + nudge + " and mine");
        await engine.Engine.SendAsync(Route.PeerA, "two", CancellationToken.None);
        await engine.AdvanceAsync(Sec(5));
        Assert.DoesNotContain((PeerA, "\u0015"), engine.Terminals.Writes);
        engine.A.Show("interrupted", "> " + nudge);
        await engine.AdvanceAsync(Sec(5));
        Assert.Contains((PeerA, "\u0015"), engine.Terminals.Writes);
        engine.A.Ready();
        await engine.AdvanceAsync(Sec(5));
        Assert.Equal(2, engine.A.Submitted.Count);
    }

    [Fact]
    public async Task A_line_that_the_user_typed_past_the_gate_and_that_stands_there_again_is_left_alone()
    {
        await using var engine = new EngineHarness(actor: Agent() with { Composer = Composer });
        await engine.LaunchAsync(EngineHarness.Single);
        var typing = engine.Engine.TypeRawAsync(PeerA, "think about it", null, CancellationToken.None);
        await engine.AdvanceAsync(Sec(1));
        Assert.True((await typing).Ok);
        engine.A.Show("interrupted", "> think about it");
        await engine.Engine.SendAsync(Route.PeerA, "mail", CancellationToken.None);
        await engine.AdvanceAsync(Sec(20));
        Assert.DoesNotContain((PeerA, "\u0015"), engine.Terminals.Writes);
        Assert.Equal("a draft stands in the composer of PeerA", engine.View(PeerA).Waiting);
    }

    [Fact]
    public async Task A_line_that_is_held_back_again_and_again_is_tried_less_and_less_often()
    {
        await using var engine = new EngineHarness(actor: Agent());
        await engine.LaunchAsync(EngineHarness.Single);
        engine.Terminals.Refuses = "it does not read its input";
        await engine.Engine.SendAsync(Route.PeerA, "a task", CancellationToken.None);
        await engine.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.InRange(engine.Records(LedgerKinds.NotTyped).Count(), 5, 40);
        engine.Terminals.Refuses = null;
        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Single(engine.Terminals.TextsFor(PeerA));
    }

    [Fact]
    public async Task Who_typed_past_the_gate_is_told_when_the_agent_is_started_again_in_between()
    {
        await using var engine = new EngineHarness(actor: Agent());
        await engine.LaunchAsync(EngineHarness.Single);
        engine.A.Deaf = true;
        var typing = engine.Engine.TypeRawAsync(PeerA, "hello", null, CancellationToken.None);
        await engine.SettleAsync();
        await engine.Engine.RestartAsync(PeerA, CancellationToken.None);
        Assert.Contains("started again", (await typing).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_above_nine_is_not_chosen_by_its_first_digit()
    {
        await using var engine = await WithPromptAsync("rm x", "Do you want to proceed?", " 1. Yes");
        Assert.Contains("Entries above 9", (await AnswerAsync(engine, PromptChoice.Answer, 12)).Text, StringComparison.Ordinal);
        Assert.Empty(engine.Terminals.Writes);
    }

    [Fact]
    public void The_same_words_after_another_turn_tell_of_another_limit()
    {
        var judge = new StateJudge(Agent() with { Composer = Composer }, TimeZoneInfo.Utc);
        var first = judge.Observe(Screen(1, "usage limit reached, resets 3pm", "> "), Noon);
        Assert.Equal(Noon.AddHours(3).AddMinutes(1), first.ResetsAt);
        Assert.Equal(AgentState.Idle, judge.Observe(Screen(2, "usage limit reached, resets 3pm", "> "), Noon.AddHours(4)).State);
        judge.Observe(Screen(3, "esc to interrupt", "> "), Noon.AddHours(5));
        Assert.Equal(Noon.AddHours(27).AddMinutes(1), judge.Observe(Screen(4, "usage limit reached, resets 3pm", "> "), Noon.AddHours(5)).ResetsAt);
    }

    [Fact]
    public async Task A_prompt_of_which_only_a_report_tells_is_one_too()
    {
        var report = new ScreenRule(AgentState.NeedsInput, ScreenRegion.StateReport, "blocked", 0) { Name = "report" };
        await using var engine = new EngineHarness(actor: Actor(report, Prompt));
        await engine.LaunchAsync(EngineHarness.Single);
        engine.Engine.Post(new ScreenObserved(PeerA, Screen(99, "") with { StateReport = "state=blocked" }));
        await engine.AdvanceAsync(Drawn);
        Assert.NotNull(engine.View(PeerA).Prompt);
        Assert.DoesNotContain(engine.Timeline, entry => entry.Text.StartsWith("Something went wrong", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_waits_for_the_end_of_a_limit_that_the_screen_tells_and_goes_then_by_itself()
    {
        await using var engine = new EngineHarness(actor: Agent() with { Composer = Composer });
        await engine.LaunchAsync(EngineHarness.Single);
        engine.A.Show("usage limit reached, try again in 2 hours", "> ");
        await engine.SettleAsync();
        Assert.Equal(engine.Now + TimeSpan.FromMinutes(121), engine.View(PeerA).LimitedUntil);
        await engine.Engine.SendAsync(Route.PeerA, "a task", CancellationToken.None);
        await engine.AdvanceAsync(TimeSpan.FromMinutes(120));
        Assert.Empty(engine.Terminals.Writes);
        Assert.Contains("until ", engine.View(PeerA).Waiting, StringComparison.Ordinal);
        await engine.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Single(engine.Terminals.TextsFor(PeerA));
    }

    [Fact]
    public async Task A_limit_that_comes_between_the_text_and_the_return_is_named_and_no_prompt()
    {
        await using var engine = new EngineHarness(actor: Agent());
        await engine.LaunchAsync(EngineHarness.Single);
        engine.Terminals.Written = text =>
        {
            if (text.Contains("[NUDGE]", StringComparison.Ordinal))
            {
                engine.A.Show("usage limit reached", "> ");
            }
        };
        await engine.Engine.SendAsync(Route.PeerA, "a task", CancellationToken.None);
        await engine.AdvanceAsync(Sec(5));
        Assert.Single(engine.Terminals.Writes);
        Assert.Contains(engine.Timeline, entry => entry.Text.Contains("PeerA has reached its usage limit; the return is held back until it is over", StringComparison.Ordinal));
        Assert.DoesNotContain(engine.Timeline, entry => entry.Text.Contains("shows a prompt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_hook_reports_is_evidence()
    {
        var hook = new ScreenRule(AgentState.NeedsInput, ScreenRegion.Hook, "^PermissionRequest$", 0) { Name = "hook", Priority = 600 };
        await using var engine = new EngineHarness(actor: Actor(hook, Prompt));
        await engine.LaunchAsync(EngineHarness.Single);
        engine.Engine.Post(new AgentHookReported(PeerA, "PermissionRequest"));
        await engine.SettleAsync();
        Assert.Equal(AgentState.NeedsInput, engine.View(PeerA).State);
        engine.Engine.Post(new AgentHookReported(PeerA, "Stop"));
        await engine.SettleAsync();
        Assert.Equal(AgentState.Idle, engine.View(PeerA).State);
    }

    [Fact]
    public async Task A_prompt_that_only_a_hook_tells_of_can_be_answered()
    {
        var hook = new ScreenRule(AgentState.NeedsInput, ScreenRegion.Hook, "^PermissionRequest$", 0) { Name = "hook", Priority = 600, Approve = "y" };
        await using var engine = new EngineHarness(actor: Actor(hook, Prompt));
        await engine.LaunchAsync(EngineHarness.Single);
        engine.Engine.Post(new AgentHookReported(PeerA, "PermissionRequest"));
        await engine.AdvanceAsync(Drawn);
        var result = await AnswerAsync(engine, PromptChoice.Approve, id: engine.View(PeerA).Prompt!.Id);
        Assert.True(result.Ok, result.Text);
        Assert.Equal((PeerA, "y"), Assert.Single(engine.Terminals.Writes));
    }

    [Fact]
    public async Task An_explanation_names_the_rule_the_row_and_what_nearly_matched()
    {
        await using var engine = await WithPromptAsync("rm x", "Do you want to proceed?", "> ");
        var explanation = (await engine.Engine.ExplainAsync(PeerA, CancellationToken.None))!;
        Assert.Equal(AgentState.NeedsInput, explanation.State);
        Assert.Equal("permission", explanation.Judgement.Rule!.Name);
        Assert.Equal(1, explanation.Judgement.Row);
        Assert.Equal(AgentState.Idle, Assert.Single(explanation.NearMisses).Match.Rule.State);
        Assert.Null(await engine.Engine.ExplainAsync(AgentRole.PeerB, CancellationToken.None));
    }
}
