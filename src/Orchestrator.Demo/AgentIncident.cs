namespace Orchestrator.Demo;

/// <summary>Something that happens to an agent once, when it rests after so many submitted lines.</summary>
internal sealed record AgentIncident(int After)
{
    /// <summary>So many of the next returns are lost.</summary>
    public int SwallowReturns { get; init; }

    /// <summary>The next paste opens a question.</summary>
    public bool AskAfterPaste { get; init; }

    /// <summary>The next turn asks in its midst.</summary>
    public bool AskInTurn { get; init; }

    /// <summary>Somebody writes this into the composer, and takes it back after a while.</summary>
    public string? Draft { get; init; }

    /// <summary>A usage limit shows for this time.</summary>
    public int LimitMilliseconds { get; init; }

    /// <summary>What it draws comes so much later.</summary>
    public int SlowMilliseconds { get; init; }
}
