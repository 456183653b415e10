using System.Globalization;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Files;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Runs;

namespace Orchestrator.Core.Session;

/// <summary>What the Foreman has written for the agents: claimed, delivered as the user's word, kept. Used on the engine's loop only.</summary>
internal sealed class ForemanPost(SessionContext session, MailRoutes routes)
{
    public void EnsureFolder() => Directory.CreateDirectory(Path.GetDirectoryName(session.Project.ForemanToPeer)!);

    /// <returns>True when there was a message.</returns>
    public async Task<bool> TakeAsync()
    {
        var (project, mailbox) = (session.Project, session.Mailbox);
        var claimed = Path.Combine(project.State, "foreman");
        Directory.CreateDirectory(claimed);
        var taken = false;
        if (PosixFiles.Look(project.ForemanToPeer) is { Kind: FileKind.Regular, Length: > 0 } facts && mailbox.ReadText(project.ForemanToPeer) is { } there
            && !string.IsNullOrWhiteSpace(there) && !Sentinel.Is(there))
        {
            // Taken, not read: a newer message makes a new file.
            var path = Path.Combine(claimed, string.Create(CultureInfo.InvariantCulture, $"{facts.Modified.ToUnixTimeMilliseconds():D14}-{facts.Inode:x}.md"));
            PosixFiles.Rename(project.ForemanToPeer, path);
            PosixFiles.SyncFolder(claimed);
        }

        foreach (var path in Directory.EnumerateFiles(claimed, "*.md").Order(StringComparer.Ordinal).ToList())
        {
            taken = true;
            var text = mailbox.ReadText(path) ?? "";
            await DeliverAsync(Sentinel.Strip(text), Path.GetFileNameWithoutExtension(path));
            PosixFiles.Rename(path, Path.Combine(project.Kept, $"foreman-{Path.GetFileName(path)}"));
            mailbox.MarkForemanSent(text, "Foreman→" + (session.SinglePeer ? "PeerA" : "Peers"));
        }

        return taken;
    }

    public async Task DeliverAsync(string text, string claim)
    {
        if (ForemanMail.Parse(text, out var fault) is not { } mail)
        {
            session.Show(TimelineKind.Warning, "Foreman", $"Its message was not delivered: {fault}. It is kept in {session.Project.Kept}.");
            await session.Journal.RecordAsync(LedgerKinds.ForemanSkipped, ("reason", $"message not delivered: {fault}"), ("claim", claim));
            return;
        }

        var isElsewhere = mail.To is { } only && session.Agents.Find(only) is null;
        if (isElsewhere)
        {
            session.Log(LogLevel.Information, $"The Foreman wrote to {mail.To!.Value.Label()}, which does not run; PeerA gets it.");
        }

        foreach (var agent in session.Agents.All.Where(agent => mail.To is null || mail.To == agent.Role || isElsewhere))
        {
            var id = MessageIds.ForForeman(session.WallNow, claim, agent.Role);
            if (session.Journal.Deliveries.Search(id).Count > 0)
            {
                continue; // Delivered by the last run of the host.
            }

            var to = mail.To is null && !session.SinglePeer ? "Both" : agent.Label;
            var file = await routes.SendAsync(new Letter(Address.User, agent.Address, $"To: {to}\n{mail.Body}", id, Headline: Envelope.Headline(mail.Body)));
            agent.Keepalive.UserSpoke(session.Now);
            if (session.Settings.Runs.ForemanCopiesUser)
            {
                session.Show(TimelineKind.User, $"Foreman → {agent.Label}", mail.Body, file.MessageId);
            }
        }
    }
}
