using System.Collections.Immutable;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>What agents say in their mail beside its text: progress, events, answers. Used on the engine's loop only.</summary>
internal sealed class MailWords(SessionContext session, MailRoutes mailRoutes, PlanDesk plan)
{
    // Of one message: a page of event lines is no message but a flood.
    private const int MostEvents = 100;

    /// <summary>An agent's mail is where it belongs, or at the user's or the system's: what follows from its words. After a crash it can be asked for again.</summary>
    public async Task NoteAsync(Agent author, OutgoingMail mail)
    {
        await NoteAnswersAsync(author, mail);
        await NoteProgressAsync(author, mail);
        await plan.NoteMarkersAsync(author, mail);
    }

    /// <summary>The message that this one answers: the first that it names and that its author has got or written, or null.</summary>
    public MessageLife? AnsweredBy(OutgoingMail mail)
    {
        var own = MessageIds.For(mail);
        var deliveries = session.Journal.Deliveries;
        return MailReferences.Of(mail.Text)
            .Where(id => id != own)
            .Select(id => deliveries.Find(mail.From.Label(), id) ?? deliveries.Find("User", id) ?? deliveries.Find(mail.From.Other().Label(), id))
            .FirstOrDefault(delivery => delivery is not null);
    }

    /// <summary>The event lines of a message, as records of their own.</summary>
    public ImmutableArray<LedgerRecord> EventsOf(OutgoingMail mail, string id)
    {
        var records = ImmutableArray.CreateBuilder<LedgerRecord>();
        foreach (var line in EventLines.Parse(mail.Body).Take(MostEvents))
        {
            var more = string.Join(
                ", ",
                line.Parameters.Where(parameter => parameter.Key is not ("tag" or "to" or "strength" or "sev" or "refs")).Select(parameter => $"{parameter.Key}={parameter.Value}"));
            records.Add(session.Journal.Record(
                LedgerKinds.EventPrefix + line.Word,
                ("from", mail.From.Label()), ("mid", id), ("tag", ShortText.Cut(line.Tag)), ("text", ShortText.Cut(line.Text)), ("to", ShortText.Cut(line.To)),
                ("strength", ShortText.Cut(line.Strength)), ("sev", ShortText.Cut(line.Severity)), ("refs", line.Refs),
                ("more", more.Length > 0 ? ShortText.Cut(more) : null)));
        }

        return records.ToImmutable();
    }

    /// <summary>An agent whose messages lack an insight block is told so. Once a launch: a reminder with every message would be noise that costs turns.</summary>
    public async Task HintAtInsightAsync(OutgoingMail mail)
    {
        if (!session.Settings.Delivery.InsightHint || session.Agents.Find(mail.From) is not { Run.InsightHinted: false } author || InsightFence.IsIn(mail.Text))
        {
            return;
        }

        author.Run.InsightHinted = true;
        await session.Journal.RecordAsync(LedgerKinds.TeachWarn, ("peer", author.Label), ("reason", "missing-insight"), ("mid", MessageIds.For(mail)));
        await mailRoutes.TellAsync(author.Address, InsightFence.Hint);
    }

    private async Task NoteProgressAsync(Agent author, OutgoingMail mail)
    {
        if (!session.Settings.Delivery.KeepaliveEnabled || !EventLines.HasProgress(mail.Body))
        {
            author.Keepalive.Activity(session.Now);
            return;
        }

        author.Keepalive.Progress(EventLines.Next(mail.Body), session.Now);
        await session.Journal.RecordAsync(
            LedgerKinds.KeepaliveScheduled, ("peer", author.Label), ("delay_s", (long)author.Keepalive.Delay.TotalSeconds), ("single_peer", session.SinglePeer));
    }

    private async Task NoteAnswersAsync(Agent author, OutgoingMail mail)
    {
        var answered = session.Journal.Deliveries.Before(author.Label, MailReferences.Of(mail.Text), DeliveryState.Replied);
        await session.Journal.RecordDeliveryAsync(author.Label, LedgerKinds.Replied, answered, ("by", MessageIds.For(mail)));
    }
}
