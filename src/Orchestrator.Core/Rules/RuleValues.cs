using System.Collections.Immutable;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Rules;

/// <summary>The values of the <c>{{names}}</c> that a prompt may have.</summary>
public static class RuleValues
{
    /// <summary>What a peer's rules need: who it is, who the other is, and where its mailbox is.</summary>
    /// <remarks>
    /// <c>role</c>, <c>actor</c>, <c>peer</c> and <c>peer_actor</c> (in single-peer mode <c>System</c> and nothing), <c>project</c>, <c>mailbox</c>, <c>inbox</c>,
    /// <c>processed</c>, <c>to_peer</c>, <c>to_user</c>: absolute paths; <c>aux</c>: the helper's actor, or nothing;
    /// <c>peer_note</c> and <c>plan_review</c>: phrases that differ with the mode.
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
            KeyValuePair.Create("aux", choices.Aux ?? string.Empty),
            KeyValuePair.Create("plan_review", choices.SinglePeer
                ? "A new task is `planned` until you start it."
                : "Who writes a new task sets `pending_review`; the other reads it and starts it, or sets `planned` and says what is missing."),
        ]);
    }

    /// <summary>What the helper's rules need: <c>role</c>, <c>actor</c>, <c>project</c> and <c>work</c>, the folder that it may write in.</summary>
    /// <param name="work">The folder of one run, or <see cref="ProjectFolder.Work"/> where no run is meant.</param>
    public static ImmutableDictionary<string, string> OfAux(ProjectFolder folder, RoleChoices choices, string work) =>
        ImmutableDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("role", "Aux"),
            KeyValuePair.Create("actor", choices.Aux ?? string.Empty),
            KeyValuePair.Create("project", folder.Root),
            KeyValuePair.Create("work", work),
        ]);

    /// <summary>What the Foreman's rules need: where its task is, what it writes, and for whom it may write.</summary>
    /// <remarks><c>to</c> is a receiver for the example's <c>To:</c> line, <c>receivers</c> a phrase that names all.</remarks>
    /// <param name="task">The file with its task, as <see cref="ProjectFolder.ForemanTask"/>.</param>
    public static ImmutableDictionary<string, string> OfForeman(ProjectFolder folder, RoleChoices choices, string task) =>
        ImmutableDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("role", "Foreman"),
            KeyValuePair.Create("actor", choices.Foreman ?? string.Empty),
            KeyValuePair.Create("project", folder.Root),
            KeyValuePair.Create("foreman_to_peer", folder.ForemanToPeer),
            KeyValuePair.Create("foreman_task", task),
            KeyValuePair.Create("to", choices.SinglePeer ? "PeerA" : "Both"),
            KeyValuePair.Create("receivers", choices.SinglePeer ? "`To: PeerA`, since there is no other agent" : "`To: Both`, `To: PeerA` or `To: PeerB`"),
        ]);
}
