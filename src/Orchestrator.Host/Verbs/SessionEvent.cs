namespace Orchestrator.Host.Verbs;

/// <summary>What a subscription can tell of.</summary>
public enum SessionEvent
{
    /// <summary>An entry of the timeline; first the last ones that were.</summary>
    Timeline,

    /// <summary>A message has another state.</summary>
    Deliveries,

    /// <summary>What <c>status</c> tells has changed; first how it is.</summary>
    Snapshot,

    /// <summary>A line of the log.</summary>
    Log,
}
