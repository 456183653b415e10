using System.Text;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Typing;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Typing;

public class StrokeTests
{
    private const string Line = "[NUDGE] new mail in the inbox, please read it now";
    private readonly List<string> _typed = [];
    private StateJudge _judge = new(RuledActor());
    private ScreenObservation _screen = Screen(1, "welcome", "> ");
    private bool _paused;

    private Stroke Begin(string line = Line, bool bracketed = true, ActorDefinition? actor = null)
    {
        _screen = _screen with { BracketedPaste = bracketed };
        _judge = new StateJudge(actor ?? RuledActor());
        _judge.Observe(_screen, Noon);
        var stroke = new Stroke(line, actor ?? RuledActor(), _screen, Sec(3));
        Type(stroke.Begin(Noon).Bytes);
        return stroke;
    }

    // Its composer is known, and it has a key that empties it.
    private static ActorDefinition ActorWithComposer() => RuledActor() with
    {
        Composer = new ComposerRule("^> ", Block: false, ComposerRule.DefaultUntil, null, null, null, null),
        WithdrawKeys = "\u0015",
    };

    private void Show(Stroke stroke, int atMs, params string[] rows)
    {
        _screen = Screen(_screen.Version + 1, rows);
        _judge.Observe(_screen, Noon + Ms(atMs));
        At(stroke, atMs);
    }

    private void At(Stroke stroke, int atMs) =>
        Type(stroke.Step(new StrokeLook(_screen, _judge.Current, _paused), Noon + Ms(atMs))?.Bytes);

    private void Type(byte[]? bytes)
    {
        if (bytes is not null)
        {
            _typed.Add(Encoding.UTF8.GetString(bytes));
        }
    }

    private int Returns => _typed.Count(text => text == "\r");

    private int Texts => _typed.Count(text => text.Contains("NUDGE", StringComparison.Ordinal));

    [Fact]
    public void The_text_is_pasted_the_return_follows_on_its_own_and_a_busy_screen_proves_it()
    {
        var stroke = Begin();
        Assert.Equal("\e[200~" + Line + "\e[201~", _typed.Single());
        Show(stroke, 0, "welcome", "> " + Line);
        Assert.Single(_typed);
        Assert.Equal(Noon + Ms(100), stroke.Due);
        At(stroke, 100);
        Assert.Equal("\r", _typed[1]);
        Assert.Equal(StrokePhase.Returned, stroke.Phase);
        Show(stroke, 150, "welcome", "> " + Line, "esc to interrupt");
        Assert.Equal(StrokePhase.Submitted, stroke.Phase);
        Assert.Null(stroke.Due);
    }

    [Fact]
    public void Without_bracketed_paste_the_text_is_typed_plain()
    {
        Begin(bracketed: false);
        Assert.Equal(Line, _typed.Single());
    }

    [Fact]
    public void Control_characters_never_reach_the_agent()
    {
        Begin("a\r\nb\e[201~\u0003c\td\u009b");
        Assert.Equal("\e[200~a b[201~c d\e[201~", _typed.Single());
    }

    [Fact]
    public void A_dialog_between_the_paste_and_the_return_holds_the_return_back()
    {
        var stroke = Begin();
        Show(stroke, 0, "welcome", "> " + Line);
        Show(stroke, 60, "Do you want to proceed?", "> 1. Yes");
        Assert.Equal(StrokePhase.Held, stroke.Phase);
        At(stroke, 100);
        At(stroke, 5000);
        Assert.Equal(0, Returns);
    }

    [Fact]
    public void After_the_dialog_the_return_is_typed_when_the_text_still_stands_there_and_the_human_is_quiet()
    {
        var stroke = Begin();
        Show(stroke, 60, "Do you want to proceed?", "> 1. Yes");
        stroke.HumanTyped(Noon + Ms(9000));
        Show(stroke, 9500, "welcome", "> " + Line);
        Assert.Equal(0, Returns);
        Assert.Equal(Noon + Ms(12000), stroke.Due);
        At(stroke, 12000);
        Assert.Equal(1, Returns);
        Assert.Equal(1, Texts);
    }

    [Fact]
    public void When_the_dialog_has_eaten_the_text_nothing_more_is_typed_and_it_is_told()
    {
        var stroke = Begin();
        Show(stroke, 60, "Do you want to proceed?", "> 1. Yes");
        Show(stroke, 9500, "welcome", "> ");
        Assert.Equal(StrokePhase.Unproven, stroke.Phase);
        Assert.Contains("not on the screen", stroke.Trouble, StringComparison.Ordinal);
        Assert.Equal(0, Returns);
    }

    [Fact]
    public void A_lost_return_is_typed_again_and_the_text_is_not()
    {
        var stroke = Begin();
        Show(stroke, 0, "welcome", "> " + Line);
        At(stroke, 100);
        At(stroke, 2099);
        Assert.Equal(1, Returns);
        At(stroke, 2100);
        Assert.Equal(2, Returns);
        Show(stroke, 2200, "> " + Line, "esc to interrupt", "> ");
        Assert.Equal(StrokePhase.Submitted, stroke.Phase);
        Assert.Equal(1, Texts);
    }

    [Fact]
    public void The_return_is_repeated_three_times_with_back_off_and_then_given_up()
    {
        var stroke = Begin();
        Show(stroke, 0, "welcome", "> " + Line);
        At(stroke, 100);
        foreach (var at in new[] { 2100, 6100, 14100, 30100 })
        {
            Assert.Equal(Noon + Ms(at), stroke.Due);
            At(stroke, at);
        }

        Assert.Equal(4, Returns);
        Assert.Equal(1, Texts);
        Assert.Equal(StrokePhase.Unproven, stroke.Phase);
    }

    [Fact]
    public void A_dialog_after_a_lost_return_stops_the_repetition()
    {
        var stroke = Begin();
        Show(stroke, 0, "welcome", "> " + Line);
        At(stroke, 100);
        Show(stroke, 500, "Do you want to proceed?", "> 1. Yes");
        At(stroke, 2100);
        At(stroke, 60000);
        Assert.Equal(1, Returns);
        Assert.Equal(StrokePhase.Held, stroke.Phase);
    }

    [Fact]
    public void A_paste_that_never_shows_gets_its_return_after_the_bound()
    {
        var stroke = Begin();
        At(stroke, 1499);
        Assert.Equal(0, Returns);
        At(stroke, 1500);
        Assert.Equal(1, Returns);
    }

    [Fact]
    public void A_paste_that_shows_only_after_the_return_is_no_proof()
    {
        var stroke = Begin();
        At(stroke, 1500);
        Show(stroke, 1700, "welcome", "> " + Line);
        Assert.Equal(StrokePhase.Returned, stroke.Phase);
        Show(stroke, 1800, "welcome", Line, "> ");
        Assert.Equal(StrokePhase.Returned, stroke.Phase);
        Show(stroke, 1900, Line, "answer", "> ");
        Assert.Equal(StrokePhase.Submitted, stroke.Phase);
    }

    [Fact]
    public void The_text_gone_from_the_composer_is_proof()
    {
        var stroke = Begin();
        Show(stroke, 0, "welcome", "> " + Line);
        At(stroke, 100);
        Show(stroke, 200, "welcome", "> ");
        Assert.Equal(StrokePhase.Submitted, stroke.Phase);
    }

    [Fact]
    public void A_clock_on_the_screen_is_no_proof()
    {
        var stroke = Begin();
        Show(stroke, 0, "12:00:00", "> " + Line);
        At(stroke, 100);
        Show(stroke, 1000, "12:00:01", "> " + Line);
        Assert.Equal(StrokePhase.Returned, stroke.Phase);
    }

    [Fact]
    public void A_text_that_is_wrapped_in_a_framed_composer_is_found()
    {
        var stroke = Begin();
        Show(stroke, 0, "> [NUDGE] new mail in the i", "│ nbox, please re │", "│ ad it now       │");
        At(stroke, 100);
        Show(stroke, 200, "┌──┐", "> ");
        Assert.Equal(StrokePhase.Submitted, stroke.Phase);
    }

    [Fact]
    public void A_human_who_types_in_between_keeps_the_return_to_himself()
    {
        var stroke = Begin();
        Show(stroke, 0, "welcome", "> " + Line);
        stroke.HumanTyped(Noon + Ms(50));
        Show(stroke, 60, "welcome", "> " + Line + "x");
        At(stroke, 100);
        At(stroke, 3050);
        Assert.Equal(0, Returns);
        Assert.Equal(StrokePhase.Unproven, stroke.Phase);
    }

    [Fact]
    public void A_human_who_submits_our_line_has_submitted_it()
    {
        var stroke = Begin();
        Show(stroke, 0, "welcome", "> " + Line);
        stroke.HumanTyped(Noon + Ms(50));
        Show(stroke, 60, "welcome", "> ", "esc to interrupt");
        Assert.Equal(StrokePhase.Submitted, stroke.Phase);
        Assert.Equal(0, Returns);
    }

    [Fact]
    public void A_pause_holds_the_return_and_a_resume_lets_it_go()
    {
        var stroke = Begin();
        _paused = true;
        Show(stroke, 0, "welcome", "> " + Line);
        At(stroke, 100);
        Assert.Equal(0, Returns);
        _paused = false;
        At(stroke, 60_000);
        Assert.Equal(1, Returns);
    }

    [Fact]
    public void A_moved_inbox_file_proves_it_once_the_return_was_typed()
    {
        var stroke = Begin();
        stroke.Acknowledged();
        Assert.Equal(StrokePhase.Pasted, stroke.Phase);
        Show(stroke, 0, "welcome", "> " + Line);
        At(stroke, 100);
        stroke.Acknowledged();
        Assert.Equal(StrokePhase.Submitted, stroke.Phase);
    }

    [Fact]
    public void Where_the_composer_is_known_the_return_waits_until_the_text_stands_in_it_and_the_emptied_composer_is_proof()
    {
        var stroke = Begin(actor: ActorWithComposer());
        Show(stroke, 1000, "a clock moved", "> ");
        At(stroke, 1500);
        Assert.Equal(0, Returns);
        Show(stroke, 3000, "a clock moved", "> [Pasted text #1 +3 lines]");
        At(stroke, 3100);
        Assert.Equal(1, Returns);
        Show(stroke, 3200, "a clock moved again", "> [Pasted text #1 +3 lines]");
        Assert.Equal(StrokePhase.Returned, stroke.Phase);
        Show(stroke, 3300, "a clock moved again", "> ");
        Assert.Equal(StrokePhase.Submitted, stroke.Phase);
    }

    [Fact]
    public void A_text_that_never_shows_in_a_known_composer_gets_its_return_after_a_longer_bound()
    {
        var stroke = Begin(actor: ActorWithComposer());
        At(stroke, 5999);
        Assert.Equal(0, Returns);
        At(stroke, 6000);
        Assert.Equal(1, Returns);
        Assert.Equal(1, Texts);
    }

    [Fact]
    public void What_no_return_submits_is_taken_out_of_the_composer_when_it_is_ours_and_nothing_else()
    {
        var stroke = Begin(actor: ActorWithComposer());
        Show(stroke, 0, "welcome", "> " + Line);
        foreach (var at in new[] { 100, 2100, 6100, 14100, 30100 })
        {
            At(stroke, at);
        }

        Assert.Equal(StrokePhase.Withdrawing, stroke.Phase);
        Assert.Equal("\u0015", _typed[^1]);
        Show(stroke, 30200, "welcome", "> ");
        Assert.Equal(StrokePhase.Withdrawn, stroke.Phase);
        Assert.Equal(1, Texts);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void A_text_that_was_collapsed_while_a_dialog_hid_it_is_ours_unless_somebody_typed(bool humanTyped, int returns)
    {
        var stroke = Begin(actor: ActorWithComposer());
        Show(stroke, 10, "Do you want to proceed?", "1. Yes");
        if (humanTyped)
        {
            stroke.HumanTyped(Noon + Ms(500));
        }

        Show(stroke, 5000, "welcome", "> [Pasted ~3 lines]");
        Assert.Equal(returns, Returns);
    }

    [Fact]
    public void What_stands_beside_other_text_is_not_taken_out()
    {
        var stroke = Begin(actor: ActorWithComposer());
        Show(stroke, 0, "welcome", "> " + Line);
        foreach (var at in new[] { 100, 2100, 6100, 14100 })
        {
            At(stroke, at);
        }

        Show(stroke, 20000, "welcome", "> " + Line + " and more");
        At(stroke, 30100);
        Assert.Equal(StrokePhase.Unproven, stroke.Phase);
        Assert.DoesNotContain("\u0015", _typed);
    }

    [Fact]
    public void A_text_that_was_held_back_at_the_last_moment_ends_the_stroke_and_is_no_trouble_of_the_agent()
    {
        var stroke = Begin();
        stroke.WereNotTyped("it shows a prompt", Noon + Ms(5));
        Assert.Equal(StrokePhase.NotTyped, stroke.Phase);
        Show(stroke, 50, "welcome", "> ");
        At(stroke, 60_000);
        Assert.Equal(0, Returns);
    }

    [Fact]
    public void A_return_that_was_held_back_is_typed_when_the_screen_lets_it_and_counts_once()
    {
        var stroke = Begin();
        Show(stroke, 0, "welcome", "> " + Line);
        At(stroke, 100);
        stroke.WereNotTyped("it shows a prompt", Noon + Ms(101));
        Assert.Equal(StrokePhase.Pasted, stroke.Phase);
        At(stroke, 200);
        Assert.Equal(1, Returns);
        Assert.Equal(0, stroke.Returns);
        Show(stroke, 300, "Do you want to proceed?", "> 1. Yes");
        Assert.Equal(StrokePhase.Held, stroke.Phase);
        Show(stroke, 5000, "welcome", "> " + Line);
        Assert.Equal(2, Returns);
        Assert.Equal(1, stroke.Returns);
    }

    [Fact]
    public void A_composer_in_its_normal_mode_is_put_into_its_insert_mode_first()
    {
        _screen = Screen(1, "welcome", "> ", "-- NORMAL --");
        Begin(actor: RuledActor() with { NormalMode = "^-- NORMAL --" });
        Assert.Equal("i\e[200~" + Line + "\e[201~", _typed.Single());
    }

    [Fact]
    public void The_text_of_a_stroke_cannot_be_typed_twice()
    {
        var stroke = Begin();
        Assert.Throws<InvalidOperationException>(() => stroke.Begin(Noon));
    }
}
