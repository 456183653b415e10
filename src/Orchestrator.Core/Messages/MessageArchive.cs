using System.Collections.Immutable;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Messages;

/// <summary>The messages of a project in which no session runs: read from the ledger on disk, nothing is written.</summary>
public static class MessageArchive
{
    /// <param name="report">Told of what cannot be read.</param>
    /// <returns>Oldest first.</returns>
    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    public static ImmutableArray<MessageLife> All(ProjectFolder folder, Action<LedgerFault>? report = null) => [.. Read(folder, report).All()];

    /// <summary>Messages of that id, or whose ids begin with it.</summary>
    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    public static ImmutableArray<MessageDetail> Find(ProjectFolder folder, string id, Action<LedgerFault>? report = null)
    {
        var mailbox = new Mailbox(folder, new DeliverySettings(), TimeProvider.System);
        return [.. Read(folder, report).Search(id).Select(life => MessageText.Of(mailbox, life))];
    }

    private static DeliveryLog Read(ProjectFolder folder, Action<LedgerFault>? report)
    {
        var log = new DeliveryLog();
        LedgerFile.Look(folder, [log], report);
        return log;
    }
}
