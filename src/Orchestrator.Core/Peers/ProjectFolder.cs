namespace Orchestrator.Core.Peers;

/// <summary>The folders of one project: the user's repository and our <c>.cccc</c> in it. Only names; nothing is created here.</summary>
public sealed class ProjectFolder
{
    /// <param name="root">The project's folder, absolute, links resolved.</param>
    public ProjectFolder(string root)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        Home = Path.Combine(Root, ".cccc");
    }

    public string Root { get; }

    /// <summary><c>.cccc</c></summary>
    public string Home { get; }

    public string Settings => Path.Combine(Home, "settings");

    public string MailboxFolder => Path.Combine(Home, "mailbox");

    public string State => Path.Combine(Home, "state");

    public string LedgerFile => Path.Combine(State, "ledger.jsonl");

    public string HostLock => Path.Combine(State, "host.lock");

    public string HostLog => Path.Combine(State, "host.log");

    /// <summary>Outgoing files that the engine took by rename and has not finished with.</summary>
    public string Claimed => Path.Combine(State, "claimed");

    /// <summary>Files are written whole here, then put where they belong by rename or link. Emptied at start.</summary>
    public string Staging => Path.Combine(State, "staging");

    /// <summary>Messages that are whole on disk and recorded, and on their way into an inbox.</summary>
    public string Prepared => Path.Combine(State, "prepared");

    /// <summary>Messages that were taken out of an inbox: cancelled, or not read in their time.</summary>
    public string Withdrawn => Path.Combine(State, "withdrawn");

    /// <summary>Mail of agents that lies in no inbox: to the user, to the system, held back.</summary>
    public string Kept => Path.Combine(State, "kept");

    /// <summary>Left-over inboxes that were put away at a start.</summary>
    public string Archive => Path.Combine(Home, "archive");

    /// <summary>Outgoing files that could not be taken as mail, kept for their author.</summary>
    public string RefusedMail => Path.Combine(State, "refused");

    /// <summary>The original bytes of mail that could not be decoded cleanly, each beside a report.</summary>
    public string Undecodable => Path.Combine(State, "undecodable");

    public string MailboxOf(AgentRole role) => Path.Combine(MailboxFolder, role.Folder());

    public string Inbox(AgentRole role) => Path.Combine(MailboxOf(role), "inbox");

    public string Processed(AgentRole role) => Path.Combine(MailboxOf(role), "processed");

    public string ToPeer(AgentRole role) => Path.Combine(MailboxOf(role), "to_peer.md");

    /// <summary>What the Foreman writes for the agents.</summary>
    public string ForemanToPeer => Path.Combine(MailboxFolder, "foreman", "to_peer.md");

    /// <summary>What the Foreman should watch over: the user's file.</summary>
    public string ForemanTask => Path.Combine(Root, "FOREMAN_TASK.md");

    /// <summary>The rules of the roles, as they are handed out.</summary>
    public string Rules => Path.Combine(Home, "rules");

    /// <summary>The folders that runs of the helper and the Foreman work in.</summary>
    public string Work => Path.Combine(Home, "work");

    public string ToUser(AgentRole role) => Path.Combine(MailboxOf(role), "to_user.md");
}
