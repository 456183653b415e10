using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>Mail of an earlier run, at the launch: each delivery goes on where it stood. Used on the engine's loop only.</summary>
internal sealed class MailTakeUp(SessionContext session, InboxDesk desk, MessageDesk messages, PostOffice post)
{
    private DeliveryLog Deliveries => session.Journal.Deliveries;

    /// <summary>Messages that lie in the inboxes of these roles, or will as soon as what an earlier run began is finished.</summary>
    public int CountLeftOver(IEnumerable<AgentRole> roles) =>
        roles.Sum(role => session.Mailbox.List(role).Length
            + session.Mailbox.LeftPrepared(role).Count(prepared => Deliveries.Find(role.Label(), prepared.MessageId) is { HasLeft: false }));

    /// <summary>Before anything else is taken: this mail is older than what the agents write from now on.</summary>
    public async Task TakeUpAsync(LeftOverMail leftOver)
    {
        try
        {
            var claims = session.Mailbox.LeftOver();
            foreach (var agent in session.Agents.All)
            {
                await FinishPreparedAsync(agent);
                await FinishWithdrawalsAsync(agent);
                await PutLeftOverAwayAsync(agent, leftOver);
                await FindWhatHasLeftAsync(agent, claims);
                agent.ProcessedCount = session.Mailbox.CountProcessed(agent.Role);
                await desk.TakeUpAsync(agent, isNews: false);
                await desk.TidyProcessedAsync(agent);
            }

            // Each is known again by its claim: what was done already is not done twice.
            foreach (var mail in claims)
            {
                await post.OnTakenAsync(mail);
            }
        }
        catch (Exception e) when (SessionContext.IsStorageFault(e))
        {
            session.LogError("Mail of an earlier run could not be taken up.", e);
            session.Show(TimelineKind.Error, "System", $"Mail of an earlier run could not be taken up: {e.Message}");
        }

        TidyKeptMail();
    }

    // The last run died between the record and the inbox: a recorded message is accepted and goes on; an unrecorded one was promised to nobody.
    private async Task FinishPreparedAsync(Agent agent)
    {
        foreach (var prepared in session.Mailbox.LeftPrepared(agent.Role))
        {
            if (Deliveries.Find(agent.Label, prepared.MessageId) is not { HasLeft: false, Sequence: null } delivery)
            {
                Mailbox.Discard(prepared);
                continue;
            }

            // The crash may have come when the message had its name in the inbox, and still this one here.
            var there = session.Mailbox.Find(agent.Role, prepared.MessageId);
            var file = there ?? session.Mailbox.Put(prepared);
            await desk.RecordInInboxAsync(agent, delivery, file);
            if (there is not null)
            {
                Mailbox.Discard(prepared);
            }

            session.Log(LogLevel.Information, $"Message {delivery.Id} for {agent.Label} was accepted by the last run and is in its inbox now.");
        }
    }

    private async Task FinishWithdrawalsAsync(Agent agent)
    {
        foreach (var delivery in Deliveries.Open(agent.Label).Where(delivery => delivery.IsBeingWithdrawn))
        {
            var file = session.Mailbox.List(agent.Role).FirstOrDefault(file => file.MessageId == delivery.Id);
            if ((file is not null && session.Mailbox.Withdraw(file)) || session.Mailbox.FindWithdrawn(agent.Role, delivery.Id) is not null)
            {
                await messages.RecordWithdrawnAsync(delivery, delivery.Expires <= session.Now ? LedgerKinds.Expired : LedgerKinds.Cancelled);
            }
        }
    }

    private async Task PutLeftOverAwayAsync(Agent agent, LeftOverMail leftOver)
    {
        var files = session.Mailbox.List(agent.Role);
        if (files.Length == 0)
        {
            return;
        }

        var action = leftOver.ToString().ToLowerInvariant();
        await session.Journal.RecordAsync(LedgerKinds.StartupInbox, ("peer", agent.Label), ("pending", files.Length), ("action", action));
        if (leftOver is not (LeftOverMail.Archive or LeftOverMail.Discard))
        {
            return;
        }

        var folder = leftOver == LeftOverMail.Discard
            ? session.Project.Processed(agent.Role)
            : Path.Combine(session.Project.Archive, string.Create(CultureInfo.InvariantCulture, $"inbox-{session.LocalNow:yyyyMMdd-HHmmss}"), agent.Role.Folder());
        foreach (var file in files)
        {
            await session.Journal.RecordAsync(LedgerKinds.Withdraw, ("to", agent.Label), ("mid", file.MessageId), ("why", action));
            if (session.Mailbox.MoveOut(file, folder))
            {
                await session.Journal.RecordAsync(
                    LedgerKinds.Cancelled, ("to", agent.Label), ("mid", file.MessageId),
                    ("reason", leftOver == LeftOverMail.Archive ? "archived at the start" : "discarded at the start"));
            }
        }

        session.Show(
            TimelineKind.System, agent.Label, $"{files.Length} message(s) of an earlier run were {(leftOver == LeftOverMail.Archive ? "archived in" : "discarded to")} {folder}.");
    }

    // Nobody watched the inbox while no host ran.
    private async Task FindWhatHasLeftAsync(Agent agent, ImmutableArray<OutgoingMail> claims)
    {
        var there = session.Mailbox.List(agent.Role).Select(file => file.MessageId).ToHashSet(StringComparer.Ordinal);
        var unfinished = claims.Select(mail => mail.ClaimId).ToHashSet(StringComparer.Ordinal);
        foreach (var delivery in Deliveries.Open(agent.Label).Where(delivery => !there.Contains(delivery.Id)))
        {
            if (session.Mailbox.Find(agent.Role, delivery.Id) is { } processed)
            {
                if (delivery.Sequence is null && delivery.Claim is null)
                {
                    await desk.RecordInInboxAsync(agent, delivery, processed);
                }

                await desk.RecordAcknowledgedAsync(agent, processed, ok: true);
            }
            else if (delivery.Claim is null || !unfinished.Contains(delivery.Claim))
            {
                await session.Journal.RecordAsync(
                    delivery.Sequence is null ? LedgerKinds.Refused : LedgerKinds.AckFile,
                    ("from", agent.Label), ("to", agent.Label), ("mid", delivery.Id), ("ok", false),
                    ("reason", delivery.Sequence is null ? "it could not be stored" : "its file was gone at the start"));
            }
        }
    }

    // Bounded folders: what was put aside is there to be looked at, not for ever.
    private void TidyKeptMail()
    {
        var project = session.Project;
        foreach (var folder in new[] { project.Kept, project.Withdrawn, project.RefusedMail, project.Undecodable })
        {
            try
            {
                Mailbox.Prune(folder, session.Settings.Delivery.KeptRetention);
            }
            catch (MailboxException e)
            {
                session.LogError($"Old files in {folder} could not be removed.", e);
            }
        }
    }
}
