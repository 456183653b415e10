using System.Collections.Immutable;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core;

public enum SessionPhase
{
    /// <summary>Waiting for the setup panel (or <c>run --launch</c>) to choose the agents.</summary>
    Setup,
    Running,
    Stopping,
}

/// <summary>One agent as a cockpit or <c>cccc status</c> shows it.</summary>
/// <param name="Waiting">Why mail for it is not typed now, as a sentence ("PeerA shows a permission prompt"), or null.</param>
public sealed record AgentView(
    AgentRole Role,
    string ActorId,
    AgentState State,
    DateTimeOffset StateSince,
    string? Waiting,
    int InboxCount,
    int ProcessedCount,
    int? ProcessId);

/// <summary>A timer that is running, for the status bar: e.g. <c>keepalive PeerA 2/3</c> due at a time.</summary>
public sealed record TimerView(string Name, AgentRole? Role, DateTimeOffset Due, string What);

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
    DateTimeOffset At);

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

/// <summary>A line of the log pane.</summary>
public sealed record LogLine(DateTimeOffset At, string Level, string Text);

/// <summary>
/// Told of everything new by the engine's loop, in order; a new observer gets the newest snapshot and the last 1,000 entries first.
/// Called on the engine's loop: hand over and return.
/// </summary>
public interface IEngineObserver
{
    void SnapshotChanged(EngineSnapshot snapshot);

    void TimelineAppended(TimelineEntry entry);

    void Logged(LogLine line);
}

/// <summary>Where a message of the user goes.</summary>
public enum Route
{
    PeerA,
    PeerB,
    Both,
}

/// <summary>The answer to a command: what became of it, as a sentence for the user.</summary>
/// <param name="MessageIds">The messages that it made, if any; they are in the ledger and in the inbox when this is returned.</param>
public sealed record CommandResult(bool Ok, string Text, ImmutableArray<string> MessageIds = default);

/// <summary>The engine as cockpits, the control socket and the demo see it. Thread-safe: everything goes through the engine's own loop.</summary>
public interface IEngine
{
    EngineSnapshot Snapshot { get; }

    /// <summary>Subscribes until the result is disposed.</summary>
    IDisposable Observe(IEngineObserver observer);

    /// <summary>Tells the engine what happened outside of it.</summary>
    void Post(EngineEvent engineEvent);

    /// <summary>Mail from the user. In single-peer mode <see cref="Route.PeerB"/> answers <c>Single-peer mode, use /a</c> and <see cref="Route.Both"/> means PeerA.</summary>
    Task<CommandResult> SendAsync(Route route, string text, CancellationToken cancellationToken);

    /// <summary>Decides the mode, starts the agents that were chosen. The choices have been saved by the caller.</summary>
    Task<CommandResult> LaunchAsync(RoleChoices choices, CancellationToken cancellationToken);

    Task<CommandResult> PauseAsync(CancellationToken cancellationToken);

    Task<CommandResult> ResumeAsync(CancellationToken cancellationToken);

    /// <summary>Ends and starts an agent again; null restarts all.</summary>
    Task<CommandResult> RestartAsync(AgentRole? role, CancellationToken cancellationToken);
}
