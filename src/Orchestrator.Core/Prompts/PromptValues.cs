using System.Collections.Immutable;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Prompts;

/// <summary>The values of the <c>{{names}}</c> that a prompt may have.</summary>
public static class PromptValues
{
    /// <summary>What a peer's rules need: who it is, who the other is, and where its mailbox is.</summary>
    /// <remarks>
    /// <c>role</c>, <c>actor</c>, <c>peer</c> and <c>peer_actor</c> (in single-peer mode <c>System</c> and nothing), <c>project</c>, <c>mailbox</c>, <c>inbox</c>,
    /// <c>processed</c>, <c>to_peer</c>, <c>to_user</c>: absolute paths.
    /// </remarks>
    public static ImmutableDictionary<string, string> OfPeer(ProjectFolder folder, AgentRole role, RoleChoices choices)
    {
        string? Actor(AgentRole who) => who == AgentRole.PeerA ? choices.PeerA : choices.PeerB;
        return ImmutableDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("role", role.Label()),
            KeyValuePair.Create("actor", Actor(role) ?? string.Empty),
            KeyValuePair.Create("peer", choices.SinglePeer ? "System" : role.Other().Label()),
            KeyValuePair.Create("peer_actor", Actor(role.Other()) ?? string.Empty),
            KeyValuePair.Create("peer_note", choices.SinglePeer ? string.Empty : $" to {role.Other().Label()}"),
            KeyValuePair.Create("project", folder.Root),
            KeyValuePair.Create("mailbox", folder.MailboxOf(role)),
            KeyValuePair.Create("inbox", folder.Inbox(role)),
            KeyValuePair.Create("processed", folder.Processed(role)),
            KeyValuePair.Create("to_peer", folder.ToPeer(role)),
            KeyValuePair.Create("to_user", folder.ToUser(role)),
        ]);
    }
}
