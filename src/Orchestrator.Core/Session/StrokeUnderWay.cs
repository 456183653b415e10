using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <summary>A line that is being typed, and the messages that it announces.</summary>
/// <param name="What">How the user is told of it.</param>
internal sealed record StrokeUnderWay(Stroke Stroke, IReadOnlyList<string> MessageIds, string What = "A nudge")
{
    public StrokePhase ToldPhase { get; set; } = StrokePhase.Ready;

    /// <summary>Who waits for its end is told here instead of in the timeline; or null.</summary>
    public Action<Stroke>? Over { get; init; }
}
