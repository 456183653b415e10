namespace Orchestrator.Host.Control;

/// <summary>What a reply tells the asking program to end with.</summary>
public static class ReplyCode
{
    public const int Done = 0;

    /// <summary>It was begun and went wrong.</summary>
    public const int Failed = 1;

    /// <summary>The request cannot be read.</summary>
    public const int Usage = 2;

    /// <summary>There is no session, or it is ending.</summary>
    public const int NotRunning = 3;

    /// <summary>It was not begun; the text says why.</summary>
    public const int Refused = 4;
}
