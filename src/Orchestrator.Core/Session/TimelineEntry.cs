namespace Orchestrator.Core.Session;

public enum TimelineKind
{
    System,
    User,
    /// <summary>An agent's message to the user (to_user.md).</summary>
    ToUser,
    /// <summary>Mail from one agent to the other, or taken by the system in single-peer mode.</summary>
    HandOff,
    Delivery,
    Warning,
    Error,
}

/// <summary>A line of the timeline. Text is untrusted (agents write it) and may have many lines: views draw it as cells, never raw.</summary>
/// <param name="Label">Who: <c>User</c>, <c>PeerA</c>, <c>PeerA → PeerB</c>, <c>System</c>.</param>
public sealed record TimelineEntry(long Id, DateTimeOffset At, TimelineKind Kind, string Label, string Text, string? MessageId = null);
