using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>A timer that is running, for the status bar: e.g. <c>keepalive PeerA 2/3</c> due at a time.</summary>
/// <param name="Due">Null when it waits for something else than a time.</param>
public sealed record TimerView(string Name, AgentRole? Role, DateTimeOffset? Due, string What)
{
    /// <summary>True for a timer of the session that holds nothing back.</summary>
    public bool Quiet { get; init; }
}
