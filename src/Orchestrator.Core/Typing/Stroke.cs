using System.Text;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Typing;

/// <summary>
/// One line on its way into an agent: the text, a look at the screen, the return of its own, the proof. The text is typed once, whatever happens;
/// the return is repeated while no proof shows, but never into a dialog, where it would answer "Yes". What has no effect is taken out of the
/// composer again, where the actor has keys for it.
/// </summary>
public sealed class Stroke
{
    /// <summary>How long the paste may take to show before the return is tried without having seen it.</summary>
    public static readonly TimeSpan ShowBound = TimeSpan.FromMilliseconds(1500);

    /// <summary>The same where the composer is known: then it can be told that the text has not come yet.</summary>
    public static readonly TimeSpan ComposerShowBound = TimeSpan.FromSeconds(6);

    /// <summary>Returns after the first one.</summary>
    public const int MaxRepeats = 3;

    private static readonly TimeSpan WithdrawBound = TimeSpan.FromSeconds(2);

    // A screen that was not as it had been judged is judged anew within this time.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    private readonly ActorDefinition _actor;
    private readonly TimeSpan _humanQuiet;
    private readonly string _line;
    private readonly string _tail;
    private readonly ScreenObservation _before;
    private readonly TypedWhile _textWhile;
    private ScreenObservation _atReturn;
    private string? _shownDraft;
    private bool _busyAtReturn;
    private bool _humanTouched;
    private DateTimeOffset? _humanAt;
    private DateTimeOffset _pastedAt;
    private DateTimeOffset? _shownAt;
    private DateTimeOffset? _notBefore;
    private DateTimeOffset _giveUpWaitingAt;

    /// <param name="before">The screen that the text is typed into; its modes decide about bracketed paste.</param>
    /// <param name="textWhile">What the screen must be when the text goes; by default there is no prompt and nothing in the composer.</param>
    public Stroke(string text, ActorDefinition actor, ScreenObservation before, TimeSpan humanQuiet, TypedWhile? textWhile = null)
    {
        _textWhile = textWhile ?? TypedWhile.ComposerIsEmpty;
        _line = StrokeText.Clean(text);
        _tail = ComposerTrace.Tail(_line);
        _actor = actor;
        _humanQuiet = humanQuiet;
        _before = before;
        _atReturn = before;
    }

    public StrokePhase Phase { get; private set; }

    /// <summary>When <see cref="Step"/> wants to be called although nothing happened, or null.</summary>
    public DateTimeOffset? Due { get; private set; }

    /// <summary>How often the return was typed.</summary>
    public int Returns { get; private set; }

    /// <summary>The line as it is typed.</summary>
    public string Line => _line;

    /// <summary>What the composer made of it (a long text is collapsed), once that was seen.</summary>
    public string? ShownDraft => _shownDraft;

    /// <summary>Why it came to nothing, as a sentence, when <see cref="Phase"/> is <see cref="StrokePhase.Unproven"/>, <see cref="StrokePhase.Withdrawn"/> or <see cref="StrokePhase.NotTyped"/>.</summary>
    public string? Trouble { get; private set; }

    public bool IsOver => Phase is StrokePhase.Submitted or StrokePhase.Unproven or StrokePhase.Withdrawn or StrokePhase.NotTyped;

    /// <returns>The bytes of the text.</returns>
    public StrokeKeys Begin(DateTimeOffset now)
    {
        if (Phase != StrokePhase.Ready)
        {
            throw new InvalidOperationException("The text of a stroke is typed once.");
        }

        Phase = StrokePhase.Pasted;
        _pastedAt = now;
        Due = now + ShowBound;
        var text = StrokeText.Bytes(_line, _before.BracketedPaste);
        return new StrokeKeys(IsInNormalMode() ? [.. Encoding.UTF8.GetBytes(_actor.InsertKeys), .. text] : text, _textWhile);
    }

    /// <summary>Looks at the newest screen, after it changed or when <see cref="Due"/> has come.</summary>
    /// <returns>What to type now, or null.</returns>
    public StrokeKeys? Step(StrokeLook look, DateTimeOffset now)
    {
        if (IsOver || Phase == StrokePhase.Ready)
        {
            return null;
        }

        if (look.Judgement.State is AgentState.Exited or AgentState.Absent)
        {
            GiveUp("the agent ended while the line was being typed");
            return null;
        }

        if (look.Judgement.State is AgentState.NeedsInput or AgentState.Limited)
        {
            Phase = StrokePhase.Held;
            Due = null;
            return null;
        }

        return Phase switch
        {
            StrokePhase.Pasted => StepPasted(look, now),
            StrokePhase.Returned => StepReturned(look, now),
            StrokePhase.Withdrawing => StepWithdrawing(look, now),
            _ => StepHeld(look, now),
        };
    }

    /// <summary>The agent moved a file out of its inbox: it has read the line.</summary>
    public void Acknowledged()
    {
        // A line without its return cannot have been read; the file was found by other means and the line still stands in the composer.
        if (Phase is StrokePhase.Returned || (Phase is StrokePhase.Held && Returns > 0))
        {
            Finish();
        }
    }

    /// <summary>A human typed into the pane: from now on the composer is not only ours.</summary>
    public void HumanTyped(DateTimeOffset now)
    {
        _humanAt = now;
        // What a human types into a dialog answers the dialog.
        _humanTouched |= Phase is StrokePhase.Pasted or StrokePhase.Returned or StrokePhase.Withdrawing;
    }

    /// <summary>The last keys were not typed: at that moment the screen was another one than they were meant for.</summary>
    public void WereNotTyped(string why, DateTimeOffset now)
    {
        if (IsOver)
        {
            return;
        }

        if (Phase == StrokePhase.Withdrawing)
        {
            GiveUp($"the line could not be taken back: {why}");
        }
        else if (Returns == 0)
        {
            Phase = StrokePhase.NotTyped;
            Trouble = why;
            Due = null;
        }
        else
        {
            Returns--;
            Phase = Phase == StrokePhase.Held ? StrokePhase.Held : StrokePhase.Pasted;
            _notBefore = now + LookAgain;
            Due = _notBefore;
        }
    }

    /// <summary>Nothing can be typed any more: the agent or the session has ended.</summary>
    public void Abandon(string why)
    {
        if (!IsOver)
        {
            GiveUp(why);
        }
    }

    private StrokeKeys? StepPasted(StrokeLook look, DateTimeOffset now)
    {
        if (_humanTouched)
        {
            return StepTouched(look, now);
        }

        if (_shownAt is null && look.Screen.Settled && HasShown(look))
        {
            _shownAt = now;
            _shownDraft = look.Judgement.Draft;
        }

        if (look.Paused)
        {
            Due = null;
            return null;
        }

        Due = _shownAt is { } shown ? shown + _actor.SubmitDelay : _pastedAt + (look.Judgement.Composer is null ? ShowBound : ComposerShowBound);
        if (_notBefore > Due)
        {
            Due = _notBefore;
        }

        return now >= Due ? PressReturn(look, now) : null;
    }

    // The human may have submitted our line, or be writing around it: the return is theirs.
    private StrokeKeys? StepTouched(StrokeLook look, DateTimeOffset now)
    {
        var quietAt = _humanAt!.Value + _humanQuiet;
        if (IsBusyByRule(look))
        {
            Finish();
        }
        else if (now >= quietAt)
        {
            GiveUp("someone typed into the pane before the line was submitted; it may still stand in the composer");
        }
        else
        {
            Due = quietAt;
        }

        return null;
    }

    private StrokeKeys? StepReturned(StrokeLook look, DateTimeOffset now)
    {
        if (IsProof(look))
        {
            Finish();
            return null;
        }

        if (now < _giveUpWaitingAt)
        {
            Due = _giveUpWaitingAt;
            return null;
        }

        if (_humanTouched)
        {
            GiveUp("someone typed into the pane while the line was being submitted");
            return null;
        }

        if (look.Paused)
        {
            Due = null;
            return null;
        }

        return Returns > MaxRepeats ? WithdrawOrGiveUp(look, now) : PressReturn(look, now);
    }

    private StrokeKeys? StepHeld(StrokeLook look, DateTimeOffset now)
    {
        Due = null;
        if (Returns > 0 && IsProof(look))
        {
            Finish();
            return null;
        }

        if (look.Judgement.State != AgentState.Idle || !look.Screen.Settled || look.Paused)
        {
            return null;
        }

        if (_humanAt is { } humanAt && humanAt + _humanQuiet > now)
        {
            Due = humanAt + _humanQuiet;
            return null;
        }

        if (_notBefore > now)
        {
            Due = _notBefore;
            return null;
        }

        if (!StillStands(look))
        {
            GiveUp("a prompt opened before the line was submitted, and the line is not on the screen any more");
            return null;
        }

        return Returns > MaxRepeats ? WithdrawOrGiveUp(look, now) : PressReturn(look, now);
    }

    private StrokeKeys PressReturn(StrokeLook look, DateTimeOffset now)
    {
        Phase = StrokePhase.Returned;
        _atReturn = look.Screen;
        _busyAtReturn = IsBusyByRule(look);
        _giveUpWaitingAt = now + (_actor.ReturnAgain * Math.Pow(2, Returns));
        Due = _giveUpWaitingAt;
        Returns++;
        return new StrokeKeys(Encoding.UTF8.GetBytes(_actor.SubmitKeys), TypedWhile.NoPrompt);
    }

    // Only a line that is known to be ours, all of it and nothing else, is taken out again.
    private StrokeKeys? WithdrawOrGiveUp(StrokeLook look, DateTimeOffset now)
    {
        if (_actor.WithdrawKeys is not { } keys || look.Judgement.State != AgentState.Idle || _shownDraft is not { } draft || look.Judgement.Draft != draft)
        {
            GiveUp(look.Judgement.Draft is null && look.Judgement.Composer is not null
                ? $"the return was typed {Returns} times, the composer is empty, and nothing shows that it was taken"
                : $"the return was typed {Returns} times and the screen shows no effect");
            return null;
        }

        Phase = StrokePhase.Withdrawing;
        Due = now + WithdrawBound;
        _giveUpWaitingAt = now + WithdrawBound;
        return new StrokeKeys(Encoding.UTF8.GetBytes(keys), TypedWhile.DraftIs(draft));
    }

    private StrokeKeys? StepWithdrawing(StrokeLook look, DateTimeOffset now)
    {
        if (look.Judgement is { State: AgentState.Idle, Composer: not null, Draft: null } && look.Screen.Settled)
        {
            Phase = StrokePhase.Withdrawn;
            Trouble = $"the return was typed {Returns} times without effect; the line was taken out of the composer again";
            Due = null;
        }
        else if (now >= _giveUpWaitingAt)
        {
            GiveUp($"the return was typed {Returns} times without effect, and the line could not be taken out of the composer");
        }

        return null;
    }

    private bool HasShown(StrokeLook look)
    {
        if (look.Judgement.Composer is not null)
        {
            return look.Judgement.Draft is not null;
        }

        var screen = look.Screen;
        return screen.Version > _before.Version && !(ComposerTrace.SameRows(screen, _before) && ComposerTrace.SameCursor(screen, _before));
    }

    // What a long text is collapsed to cannot be compared with it. The composer was empty before; what stands in it is ours as long as nobody else has typed.
    private bool StillStands(StrokeLook look)
    {
        if (_shownDraft is null && _humanAt is null && _textWhile == TypedWhile.ComposerIsEmpty)
        {
            _shownDraft = look.Judgement.Draft;
        }

        return ComposerTrace.Find(look.Screen.Rows, _tail) is not null || (look.Judgement.Draft is { } draft && draft == _shownDraft);
    }

    private bool IsProof(StrokeLook look)
    {
        if (look.Screen.Version <= _atReturn.Version)
        {
            return false;
        }

        if (IsBusyByRule(look) && !_busyAtReturn)
        {
            return true;
        }

        if (!look.Screen.Settled || ComposerTrace.SameRows(look.Screen, _atReturn))
        {
            return false;
        }

        if (_shownDraft is not null && look.Judgement.Composer is not null)
        {
            // It stood in the composer and does not any more.
            return look.Judgement.Draft is null;
        }

        var was = ComposerTrace.Find(_atReturn.Rows, _tail);
        var now = ComposerTrace.Find(look.Screen.Rows, _tail);
        if (was is null && now is not null)
        {
            // The paste shows only now: this change is the text's own, not the return's.
            _atReturn = look.Screen;
            _shownDraft ??= look.Judgement.Draft;
            return false;
        }

        return was is null ? !ComposerTrace.SameCursor(look.Screen, _atReturn) : was != now;
    }

    private bool IsInNormalMode()
    {
        const int LowestRows = 4;
        return _actor.NormalMode is { } pattern
            && _before.Rows.Reverse().Where(row => !string.IsNullOrWhiteSpace(row)).Take(LowestRows).Any(new RowPattern(pattern).IsMatch);
    }

    // "The screen moves" is no proof: our own text moved it.
    private static bool IsBusyByRule(StrokeLook look) => look.Judgement is { State: AgentState.Busy, Rule: not null };

    private void Finish()
    {
        Phase = StrokePhase.Submitted;
        Due = null;
    }

    private void GiveUp(string trouble)
    {
        Phase = StrokePhase.Unproven;
        Trouble = trouble;
        Due = null;
    }
}
