namespace Orchestrator.Core.Agents;

/// <summary>Who an agent is in the session.</summary>
public enum AgentRole
{
    PeerA,
    PeerB,
}

/// <summary>The two spellings of a role: the label in messages (<c>PeerA</c>) and the folder in the mailbox (<c>peerA</c>).</summary>
public static class AgentRoles
{
    public static string Label(this AgentRole role) => role == AgentRole.PeerA ? "PeerA" : "PeerB";

    public static string Folder(this AgentRole role) => role == AgentRole.PeerA ? "peerA" : "peerB";

    public static AgentRole Other(this AgentRole role) => role == AgentRole.PeerA ? AgentRole.PeerB : AgentRole.PeerA;
}
