using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Judging;

public class StateJudgeTests
{
    [Fact]
    public void An_agent_that_has_shown_nothing_is_starting()
    {
        var judge = new StateJudge(RuledActor());
        Assert.Equal(AgentState.Starting, judge.Current.State);
        Assert.Equal(AgentState.Starting, judge.Observe(Screen(1, "", "  "), Noon).State);
    }

    [Fact]
    public void The_first_rule_that_matches_decides_and_says_on_which_row()
    {
        var judge = new StateJudge(RuledActor());
        var judgement = judge.Observe(Screen(1, "Do you want to proceed?", "> 1. Yes", "esc to interrupt"), Noon);
        Assert.Equal(AgentState.NeedsInput, judgement.State);
        Assert.Equal("Do you want to proceed?", judgement.Evidence);
        Assert.Same(Dialog, judgement.Rule);
    }

    [Fact]
    public void A_busy_mark_that_has_scrolled_up_out_of_the_bottom_rows_does_not_count()
    {
        var judge = new StateJudge(RuledActor());
        Assert.Equal(AgentState.Idle, judge.Observe(Screen(1, "esc to interrupt", "a", "b", "c", "> "), Noon).State);
    }

    [Fact]
    public void A_prompt_in_the_midst_of_output_is_not_idle_until_the_screen_settles()
    {
        var judge = new StateJudge(RuledActor());
        Assert.Equal(AgentState.Starting, judge.Observe(Screen(1, settled: false, "> "), Noon).State);
        Assert.Equal(AgentState.Idle, judge.Observe(Screen(2, "> "), Noon).State);
        Assert.Equal(AgentState.Busy, judge.Observe(Screen(3, settled: false, "output", "esc to interrupt"), Noon).State);
        Assert.Equal(AgentState.Busy, judge.Observe(Screen(4, settled: false, "output", "> "), Noon).State);
        Assert.Equal(AgentState.Idle, judge.Observe(Screen(5, "output", "> "), Noon).State);
    }

    [Fact]
    public void Without_rules_a_still_screen_is_idle_and_a_moving_one_busy()
    {
        var judge = new StateJudge(Actor());
        Assert.Equal(AgentState.Starting, judge.Observe(Screen(1, "hello"), Noon).State);
        Assert.Equal(Noon + Sec(1), judge.Due);
        Assert.Equal(AgentState.Idle, judge.Reconsider(Noon + Sec(1)).State);
        Assert.Null(judge.Due);
        Assert.Equal(AgentState.Busy, judge.Observe(Screen(2, "hello", "more"), Noon + Sec(5)).State);
        Assert.Equal(AgentState.Idle, judge.Reconsider(Noon + Sec(6)).State);
    }

    [Fact]
    public void A_redraw_of_the_same_cells_is_no_change()
    {
        var judge = new StateJudge(Actor());
        judge.Observe(Screen(1, "hello"), Noon);
        judge.Observe(Screen(2, "hello"), Noon + Ms(900));
        Assert.Equal(AgentState.Idle, judge.Reconsider(Noon + Sec(1)).State);
    }

    [Fact]
    public void An_agent_with_only_busy_rules_is_idle_as_soon_as_the_mark_has_gone()
    {
        var judge = new StateJudge(Actor(Working));
        judge.Observe(Screen(1, "welcome"), Noon);
        Assert.Equal(AgentState.Starting, judge.Current.State);
        judge.Reconsider(Noon + Sec(1));
        judge.Observe(Screen(2, "x", "esc to interrupt"), Noon + Sec(2));
        Assert.Equal(AgentState.Busy, judge.Current.State);
        Assert.Equal(AgentState.Idle, judge.Observe(Screen(3, "x", "done"), Noon + Sec(3)).State);
    }

    [Fact]
    public void Title_and_state_reports_are_judged_by_their_own_rules()
    {
        var judge = new StateJudge(Actor(
            new ScreenRule(AgentState.NeedsInput, ScreenRegion.StateReport, "state=blocked", 0),
            new ScreenRule(AgentState.Busy, ScreenRegion.Title, "^[\u2802\u2810]", 0)));
        Assert.Equal(AgentState.Busy, judge.Observe(Screen(1, "x") with { Title = "\u2802 name" }, Noon).State);
        Assert.Equal(AgentState.NeedsInput, judge.Observe(Screen(2, "x") with { StateReport = "state=blocked:app=codex" }, Noon).State);
    }

    [Fact]
    public void A_pattern_that_runs_into_its_time_out_holds_the_judgement_back_then_is_left_out_and_told_once()
    {
        var evil = new ScreenRule(AgentState.Busy, ScreenRegion.Screen, "^(a+)+$", 0);
        var judge = new StateJudge(Actor(evil, Prompt));
        judge.Observe(Screen(1, "> "), Noon);
        Assert.Equal(AgentState.Idle, judge.Current.State);
        var hostile = Screen(2, new string('a', 5000) + "!", "> ");
        Assert.Equal(AgentState.Busy, judge.Observe(hostile, Noon).State);
        Assert.Empty(judge.TakeTimedOutRules());
        Assert.NotNull(judge.Due);
        Assert.Equal(AgentState.Busy, judge.Reconsider(Noon + Sec(1)).State);
        Assert.Equal(AgentState.Idle, judge.Reconsider(Noon + Sec(2)).State);
        Assert.Equal([evil], judge.TakeTimedOutRules());
        Assert.Empty(judge.TakeTimedOutRules());
    }
}
