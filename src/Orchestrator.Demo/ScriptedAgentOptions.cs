using Orchestrator.Core.Peers;

namespace Orchestrator.Demo;

/// <summary>Who a scripted agent is and how it plays.</summary>
internal sealed record ScriptedAgentOptions
{
    public required AgentRole Role { get; init; }

    /// <summary>The agent's own folder in the mailbox: <c>.cccc/mailbox/peerA</c>.</summary>
    public required string MailboxFolder { get; init; }

    /// <summary>After so many hand-offs, both directions counted, the agents stop passing mail.</summary>
    public int HandOffs { get; init; } = 10;

    /// <summary>How long the agent "works" on a message. Zero: as fast as it can, without a spinner.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(700);

    public AgentFaults Faults { get; init; } = AgentFaults.None;

    /// <summary>Told of everything that the agent receives and does: what it is, and the text or file that it is about.</summary>
    public Action<string, string> Journal { get; init; } = static (_, _) => { };

    /// <summary>
    /// The folder of a role, from the mailbox's folder or from the role's own: actors are given either.
    /// </summary>
    public static string OwnFolder(string mailbox, AgentRole role)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(mailbox));
        return Path.GetFileName(folder) == role.Folder() ? folder : Path.Combine(folder, role.Folder());
    }
}
