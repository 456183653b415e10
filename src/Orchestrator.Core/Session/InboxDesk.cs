using System.Collections.Immutable;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>What agents (and others) do with the inboxes: files that were read, that are gone, that nobody here has put there. Used on the engine's loop only.</summary>
internal sealed class InboxDesk(SessionContext session, InboxTransport inboxes)
{
    // Pruned in batches: a folder is not read for every single acknowledgement.
    private const int ProcessedSlack = 10;

    public async Task OnChangedAsync(InboxChange change)
    {
        if (session.Agents.Find(change.Role) is not { } agent)
        {
            return;
        }

        agent.InboxCount = change.InboxCount;
        agent.ProcessedCount = change.ProcessedCount;
        foreach (var file in change.Acknowledged)
        {
            await LeftAsync(agent, file, wasRead: true);
        }

        foreach (var file in change.Removed)
        {
            await LeftAsync(agent, file, wasRead: false);
            session.Show(TimelineKind.Delivery, agent.Label, $"{file.Name} is gone from its inbox and was not moved to processed/.", file.MessageId);
        }

        if (!change.Foreign.IsDefaultOrEmpty)
        {
            await TakeUpAsync(agent, isNews: true);
        }

        await TidyProcessedAsync(agent);
    }

    /// <summary>Takes up what lies in an inbox and is not known: from an earlier run, or put there by somebody else.</summary>
    public async Task TakeUpAsync(Agent agent, bool isNews)
    {
        var files = session.Mailbox.List(agent.Role);
        var foreign = ImmutableArray.CreateBuilder<LedgerRecord>();
        foreach (var file in files.Where(file => agent.Book.Find(file.MessageId) is null))
        {
            var delivery = session.Journal.Deliveries.Find(agent.Label, file.MessageId);
            InboxTransport.Arrived(
                agent, new TrackedMessage(file, Envelope.Headline(session.Mailbox.Read(file) ?? ""), IsKeepalive: false, delivery?.Urgent ?? false));
            if (delivery is null or { HasLeft: true })
            {
                foreign.Add(session.Journal.Record(LedgerKinds.InboxForeign, ("to", agent.Label), ("mid", file.MessageId), ("seq", file.Sequence), ("file", file.Name)));
            }
            else if (delivery.Sequence is null && delivery.Claim is null)
            {
                await RecordInInboxAsync(agent, delivery, file);
            }

            if (isNews)
            {
                agent.Keepalive.UserSpoke(session.Now);
            }
        }

        // Together: ten thousand files are one flush.
        if (foreign.Count > 0)
        {
            await session.Journal.RecordAsync(foreign.ToImmutable());
        }

        agent.InboxCount = files.Length;
    }

    /// <summary>The last run died between the file in the inbox and the record of it. Mail that has a claim is recorded when its claim is taken up.</summary>
    public ValueTask RecordInInboxAsync(Agent agent, MessageLife delivery, InboxFile file)
    {
        var from = Address.Parse(delivery.From) ?? Address.System;
        var text = session.Mailbox.Read(file) is { } read ? Envelope.Unwrap(read) : "";
        return inboxes.RecordInInboxAsync(from, agent, file.MessageId, file.Sequence, text, null, []);
    }

    public ValueTask RecordAcknowledgedAsync(Agent agent, InboxFile file, bool ok) => session.Journal.RecordAsync(
        LedgerKinds.AckFile,
        ("from", agent.Label), ("to", agent.Label), ("mid", file.MessageId), ("seq", file.Sequence), ("file", file.Name), ("ok", ok));

    /// <summary>A bounded folder: what was read long ago has served its purpose.</summary>
    public async Task TidyProcessedAsync(Agent agent)
    {
        var most = session.Settings.Delivery.ProcessedRetention;
        if (agent.ProcessedCount <= most + ProcessedSlack)
        {
            return;
        }

        try
        {
            var removed = Mailbox.Prune(session.Project.Processed(agent.Role), most);
            agent.ProcessedCount -= removed;
            await session.Journal.RecordAsync(LedgerKinds.ProcessedCleanup, ("peer", agent.Label), ("removed", removed), ("retained", most));
        }
        catch (MailboxException e)
        {
            session.LogError($"Old mail in {session.Project.Processed(agent.Role)} could not be removed.", e);
        }
    }

    private async Task LeftAsync(Agent agent, InboxFile file, bool wasRead)
    {
        agent.Nudges.Acknowledged(file.MessageId, session.Now);
        await agent.Run.Hands.AcknowledgedAsync(file.MessageId);
        if (agent.Book.Remove(file.MessageId) is not { IsKeepalive: true })
        {
            agent.Keepalive.Activity(session.Now);
        }

        await RecordAcknowledgedAsync(agent, file, wasRead);
    }
}
