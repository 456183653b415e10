using Orchestrator.Core.Judging;

namespace Orchestrator.Core.Typing;

public enum StrokePhase
{
    /// <summary>Nothing typed yet.</summary>
    Ready,
    /// <summary>The text is typed, the return is not.</summary>
    Pasted,
    /// <summary>The return is typed, the proof is awaited.</summary>
    Returned,
    /// <summary>A dialog came in between: nothing is typed until it has gone.</summary>
    Held,
    /// <summary>No return had an effect: the line is being taken out of the composer.</summary>
    Withdrawing,
    Submitted,
    /// <summary>Given up: whether the line was submitted is not known.</summary>
    Unproven,
    /// <summary>No return had an effect, and the line has been taken out of the composer.</summary>
    Withdrawn,
    /// <summary>Nothing was typed: when the text was to go the screen was not as it had been judged.</summary>
    NotTyped,
}

/// <summary>Keys of a stroke, and what the screen must be at the very moment of typing.</summary>
public readonly record struct StrokeKeys(byte[] Bytes, TypedWhile While);

/// <summary>The agent as a stroke looks at it.</summary>
public sealed record StrokeLook(ScreenObservation Screen, Judgement Judgement, bool Paused);
