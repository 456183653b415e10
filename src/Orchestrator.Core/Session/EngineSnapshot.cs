using System.Collections.Immutable;
using Orchestrator.Core.Plan;
using Orchestrator.Core.Runs;

namespace Orchestrator.Core.Session;

/// <summary>Everything that a view needs to know about the session, at one moment. Immutable.</summary>
public sealed record EngineSnapshot(
    SessionPhase Phase,
    bool SinglePeer,
    bool Paused,
    ImmutableArray<AgentView> Agents,
    ImmutableArray<TimerView> Timers,
    int HandOffs,
    string? AuxActor,
    string? ForemanActor,
    DateTimeOffset At)
{
    /// <summary>The plan in <c>docs/por</c>; null when the project has none.</summary>
    public TaskPlan? Plan { get; init; }

    /// <summary>Runs of Aux and the Foreman that are under way.</summary>
    public ImmutableArray<RunView> Runs { get; init; } = [];

    /// <summary>Whether the other one says the same of the session; when it was made is no part of that.</summary>
    public bool SaysTheSameAs(EngineSnapshot other) =>
        Agents.AsSpan().SequenceEqual(other.Agents.AsSpan())
        && Timers.AsSpan().SequenceEqual(other.Timers.AsSpan())
        && Runs.AsSpan().SequenceEqual(other.Runs.AsSpan())
        && (this with { Agents = other.Agents, Timers = other.Timers, Runs = other.Runs, At = other.At }) == other;
}
