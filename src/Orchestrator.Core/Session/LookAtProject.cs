namespace Orchestrator.Core.Session;

/// <summary>What the project looks like now, as a text that is another one when anything has changed (git's head and working tree); null when it cannot be told.</summary>
public delegate Task<string?> LookAtProject(CancellationToken cancellationToken);
