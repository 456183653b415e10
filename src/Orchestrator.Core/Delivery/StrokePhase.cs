using Orchestrator.Core.Agents;

namespace Orchestrator.Core.Delivery;

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
    Submitted,
    /// <summary>Given up: whether the line was submitted is not known.</summary>
    Unproven,
}

/// <summary>The agent as a stroke looks at it.</summary>
public sealed record StrokeLook(ScreenObservation Screen, Judgement Judgement, bool Paused);
