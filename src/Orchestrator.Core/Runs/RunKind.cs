namespace Orchestrator.Core.Runs;

/// <summary>What a run is for: one process that does one thing and ends.</summary>
public enum RunKind
{
    /// <summary>The helper, on demand.</summary>
    Aux,
    /// <summary>The user's proxy, at intervals.</summary>
    Foreman,
}
