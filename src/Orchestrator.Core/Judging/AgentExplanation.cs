using System.Collections.Immutable;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Judging;

/// <summary>What an agent's state is judged from, at one moment.</summary>
public sealed record AgentExplanation(
    AgentRole Role, ActorDefinition Actor, AgentState State, DateTimeOffset Since, Judgement Judgement, ScreenObservation? Screen, ImmutableArray<NearMiss> NearMisses, string? Waiting);
