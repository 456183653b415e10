using System.Text;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Delivery;

/// <summary>
/// One line on its way into an agent: the text, a look at the screen, the return of its own, the proof. The text is typed once, whatever happens;
/// the return is repeated while no proof shows, but never into a dialog, where it would answer "Yes".
/// </summary>
public sealed class Stroke
{
    /// <summary>How long the paste may take to show before the return is tried without having seen it.</summary>
    public static readonly TimeSpan ShowBound = TimeSpan.FromMilliseconds(1500);

    /// <summary>How long the first return may take to have an effect; doubles with each repetition.</summary>
    public static readonly TimeSpan ProofBound = TimeSpan.FromSeconds(2);

    /// <summary>Returns after the first one.</summary>
    public const int MaxRepeats = 3;

    private readonly ActorDefinition _actor;
    private readonly TimeSpan _humanQuiet;
    private readonly string _line;
    private readonly string _tail;
    private readonly ScreenObservation _before;
    private ScreenObservation _atReturn;
    private bool _busyAtReturn;
    private bool _humanTouched;
    private DateTimeOffset? _humanAt;
    private DateTimeOffset _pastedAt;
    private DateTimeOffset _giveUpWaitingAt;

    /// <param name="before">The screen that the text is typed into; its modes decide about bracketed paste.</param>
    public Stroke(string text, ActorDefinition actor, ScreenObservation before, TimeSpan humanQuiet)
    {
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

    /// <summary>Why it was given up, as a sentence, when <see cref="Phase"/> is <see cref="StrokePhase.Unproven"/>.</summary>
    public string? Trouble { get; private set; }

    public bool IsOver => Phase is StrokePhase.Submitted or StrokePhase.Unproven;

    /// <returns>The bytes of the text.</returns>
    public byte[] Begin(DateTimeOffset now)
    {
        if (Phase != StrokePhase.Ready)
        {
            throw new InvalidOperationException("The text of a stroke is typed once.");
        }

        Phase = StrokePhase.Pasted;
        _pastedAt = now;
        Due = now + ShowBound;
        return StrokeText.Bytes(_line, _before.BracketedPaste);
    }

    /// <summary>Looks at the newest screen, after it changed or when <see cref="Due"/> has come.</summary>
    /// <returns>Bytes to type now, or null.</returns>
    public byte[]? Step(StrokeLook look, DateTimeOffset now)
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
        _humanTouched |= Phase is StrokePhase.Pasted or StrokePhase.Returned;
    }

    /// <summary>Nothing can be typed any more: the agent or the session has ended.</summary>
    public void Abandon(string why)
    {
        if (!IsOver)
        {
            GiveUp(why);
        }
    }

    private byte[]? StepPasted(StrokeLook look, DateTimeOffset now)
    {
        if (_humanTouched)
        {
            return StepTouched(look, now);
        }

        if (look.Paused)
        {
            Due = null;
            return null;
        }

        var submitAt = _pastedAt + _actor.SubmitDelay;
        var shown = look.Screen.Settled && HasShown(look.Screen);
        var showBy = _pastedAt + ShowBound;
        Due = shown || submitAt > showBy ? submitAt : showBy;
        return now >= Due ? PressReturn(look, now) : null;
    }

    // The human may have submitted our line, or be writing around it: the return is theirs.
    private byte[]? StepTouched(StrokeLook look, DateTimeOffset now)
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

    private byte[]? StepReturned(StrokeLook look, DateTimeOffset now)
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

        if (Returns > MaxRepeats)
        {
            GiveUp($"the return was typed {Returns} times and the screen shows no effect");
            return null;
        }

        return PressReturn(look, now);
    }

    private byte[]? StepHeld(StrokeLook look, DateTimeOffset now)
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

        if (ComposerTrace.Find(look.Screen.Rows, _tail) is null)
        {
            GiveUp("a prompt opened before the line was submitted, and the line is not on the screen any more");
            return null;
        }

        if (Returns > MaxRepeats)
        {
            GiveUp($"the return was typed {Returns} times and the line still stands there");
            return null;
        }

        return PressReturn(look, now);
    }

    private byte[] PressReturn(StrokeLook look, DateTimeOffset now)
    {
        Phase = StrokePhase.Returned;
        _atReturn = look.Screen;
        _busyAtReturn = IsBusyByRule(look);
        _giveUpWaitingAt = now + (ProofBound * Math.Pow(2, Returns));
        Due = _giveUpWaitingAt;
        Returns++;
        return Encoding.UTF8.GetBytes(_actor.SubmitKeys);
    }

    private bool HasShown(ScreenObservation screen) =>
        screen.Version > _before.Version && !(ComposerTrace.SameRows(screen, _before) && ComposerTrace.SameCursor(screen, _before));

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

        var was = ComposerTrace.Find(_atReturn.Rows, _tail);
        var now = ComposerTrace.Find(look.Screen.Rows, _tail);
        if (was is null && now is not null)
        {
            // The paste shows only now: this change is the text's own, not the return's.
            _atReturn = look.Screen;
            return false;
        }

        return was is null ? !ComposerTrace.SameCursor(look.Screen, _atReturn) : was != now;
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
