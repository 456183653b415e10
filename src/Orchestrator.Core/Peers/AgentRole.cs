namespace Orchestrator.Core.Peers;

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

    /// <summary>As commands name it: <c>a</c> or <c>b</c>.</summary>
    public static string ShortName(this AgentRole role) => role == AgentRole.PeerA ? "a" : "b";

    /// <summary>The role that somebody names: <c>a</c>, <c>b</c>, <c>PeerA</c> or <c>PeerB</c>, in any case.</summary>
    /// <returns>Null: another word.</returns>
    public static AgentRole? Parse(string? name) => name?.ToLowerInvariant() switch
    {
        "a" or "peera" => AgentRole.PeerA,
        "b" or "peerb" => AgentRole.PeerB,
        _ => null,
    };

    public static AgentRole Other(this AgentRole role) => role == AgentRole.PeerA ? AgentRole.PeerB : AgentRole.PeerA;
}
