using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;

namespace Orchestrator.Core.Session;

/// <content>What agents say in their mail beside its text: progress, events, answers.</content>
public sealed partial class Engine
{
    // Of one message: a page of event lines is no message but a flood.
    private const int MostEvents = 100;

    private async Task NoteProgressAsync(AgentSeat author, OutgoingMail mail)
    {
        if (!_settings.Delivery.KeepaliveEnabled || !EventLines.HasProgress(mail.Body))
        {
            author.Keepalive.Activity(Now);
            return;
        }

        author.Keepalive.Progress(EventLines.Next(mail.Body), Now);
        await RecordAsync(
            LedgerKinds.KeepaliveScheduled,
            ("peer", author.Label), ("delay_s", (long)author.Keepalive.Delay.TotalSeconds), ("single_peer", SinglePeer));
    }

    private async Task NoteAnswersAsync(AgentSeat author, OutgoingMail mail) =>
        await RecordDeliveryAsync(
            author, LedgerKinds.Replied, _deliveries.Before(author.Label, MailReferences.Of(mail.Text), DeliveryState.Replied), ("by", MessageIds.For(mail)));

    /// <summary>The message that this one answers: the first that it names and that its author has got or written, or null.</summary>
    private MessageLife? AnsweredBy(OutgoingMail mail)
    {
        var own = MessageIds.For(mail);
        return MailReferences.Of(mail.Text)
            .Where(id => id != own)
            .Select(id => _deliveries.Find(mail.From.Label(), id) ?? _deliveries.Find("User", id) ?? _deliveries.Find(mail.From.Other().Label(), id))
            .FirstOrDefault(delivery => delivery is not null);
    }

    /// <summary>The event lines of a message, as records of their own.</summary>
    private ImmutableArray<LedgerRecord> EventsOf(OutgoingMail mail, string id)
    {
        var records = ImmutableArray.CreateBuilder<LedgerRecord>();
        foreach (var line in EventLines.Parse(mail.Body).Take(MostEvents))
        {
            var known = line.Parameters.Where(parameter => parameter.Key is not ("tag" or "to" or "strength" or "sev" or "refs"));
            records.Add(Record(
                LedgerKinds.EventPrefix + line.Word,
                ("from", mail.From.Label()), ("mid", id), ("tag", Cut(line.Tag)), ("text", Cut(line.Text)), ("to", Cut(line.To)), ("strength", Cut(line.Strength)), ("sev", Cut(line.Severity)),
                ("refs", line.Refs.IsEmpty ? null : line.Refs), ("more", string.Join(", ", known.Select(parameter => $"{parameter.Key}={parameter.Value}")) is { Length: > 0 } more ? Cut(more) : null)));
        }

        return records.ToImmutable();
    }

    // Long texts are in the message itself; the ledger is no second mailbox.
    [return: NotNullIfNotNull(nameof(text))]
    private static string? Cut(string? text) => text is { Length: > 500 } ? text[..499] + "…" : text;

    // Once a launch: a reminder with every message would be noise that costs turns.
    private async Task HintAtInsightAsync(OutgoingMail mail)
    {
        if (!_settings.Delivery.InsightHint || _seats.GetValueOrDefault(mail.From) is not { InsightHinted: false } author || InsightFence.IsIn(mail.Text))
        {
            return;
        }

        author.InsightHinted = true;
        await RecordAsync(LedgerKinds.TeachWarn, ("peer", author.Label), ("reason", "missing-insight"), ("mid", MessageIds.For(mail)));
        await TellAuthorAsync(mail.From, InsightFence.Hint);
    }
}
