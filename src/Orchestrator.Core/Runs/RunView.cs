namespace Orchestrator.Core.Runs;

/// <summary>A run that is under way, for views.</summary>
/// <param name="Limit">When it is stopped.</param>
public sealed record RunView(RunKind Kind, string Id, string ActorId, DateTimeOffset StartedAt, DateTimeOffset Limit);
