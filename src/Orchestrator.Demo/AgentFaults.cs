namespace Orchestrator.Demo;

/// <summary>What real agent CLIs do wrong or differently, on demand of a test. The demo's agents have none of it.</summary>
internal sealed record AgentFaults
{
    public static readonly AgentFaults None = new();

    /// <summary>Never reads its terminal: what is typed stays in the line's buffer.</summary>
    public bool NeverRead { get; init; }

    /// <summary>Asks at its start whether the folder is trusted, before it shows a prompt.</summary>
    public bool StartDialog { get; init; }

    /// <summary>Opens a permission prompt after the first paste, before its return can come.</summary>
    public bool DialogAfterPaste { get; init; }

    /// <summary>So many returns are lost.</summary>
    public int SwallowedReturns { get; init; }

    public bool NoBracketedPaste { get; init; }

    /// <summary>After so many turns the next one ends in a SIGKILL, its mail unread.</summary>
    public int? CrashAfter { get; init; }

    /// <summary>Writes to its terminal byte by byte, with this time between them.</summary>
    public TimeSpan? PieceDelay { get; init; }

    /// <summary>Every frame clears the screen and the history and draws everything again.</summary>
    public bool FullRedraw { get; init; }

    public bool AlternateScreen { get; init; }

    /// <summary>How it looks and takes keys, where it plays another CLI.</summary>
    public AgentPersona? Persona { get; init; }

    /// <summary>Its composer has the keys of a vi and is in its normal mode at the start and after each line: text is no text there.</summary>
    public bool NormalMode { get; init; }

    /// <summary>Draws its whole screen again, with a clock in it, each time that this has passed.</summary>
    public TimeSpan? RepaintEvery { get; init; }

    /// <summary>A question goes by itself after this time, as if somebody had said no to it; null: it waits.</summary>
    public TimeSpan? QuestionLasts { get; init; }

    /// <summary>What a question asks about is drawn so long after its buttons.</summary>
    public TimeSpan? QuestionDrawnIn { get; init; }

    /// <summary>What happens to it when so many lines have been submitted.</summary>
    public IReadOnlyList<AgentIncident> Script { get; init; } = [];
}
