using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;

namespace Orchestrator.Core.Session;

/// <summary>
/// A message comes into an agent's inbox: its text on disk, its record on disk, then its file in the inbox, then the record that it is there.
/// Used on the engine's loop only.
/// </summary>
internal sealed class InboxTransport(SessionContext session, RoleRules rules, HandOffFilter filter) : ITransport
{
    public bool Reaches(Address to) => to.Seat is { } seat && session.Agents.Find(seat) is not null;

    public async Task<Delivered> SendAsync(Letter letter, LedgerRecord? before, ImmutableArray<LedgerRecord> after)
    {
        var to = session.Agents[letter.To.Seat!.Value];
        var preamble = to.Run.RulesGiven ? null : RulesFor(to);
        var text = Envelope.Wrap(letter.From, letter.Body, letter.MessageId, session.LocalNow, preamble, HeadersOf(letter));
        // An agent's mail is safe in its claimed file; all other text would be gone with this process.
        var prepared = letter.Claim is null ? session.Mailbox.Prepare(to.Role, text, letter.MessageId) : null;
        var file = await PutAsync(to, letter, text, prepared, before);
        to.Run.RulesGiven |= preamble is not null;
        Arrived(to, new TrackedMessage(
            file, letter.Headline ?? Envelope.Headline(letter.Body), letter.IsKeepalive, letter.Urgent, preamble is not null, IsIdleTalk(letter.From, letter.Body)));
        try
        {
            await RecordInInboxAsync(letter.From, to, file.MessageId, file.Sequence, letter.Body, letter.WrittenAt, after);
        }
        catch (LedgerException e) when (letter.Claim is null)
        {
            // It is accepted and it is there; that it is there is found out again at the next start.
            session.LogError($"Message {letter.MessageId} is in the inbox of {to.Label}, and that could not be recorded.", e);
        }

        if (!letter.IsKeepalive)
        {
            to.Keepalive.Activity(session.Now);
        }

        return new Delivered(file.MessageId, file.Sequence);
    }

    /// <param name="sequence">Null: its file is gone by now.</param>
    public ValueTask RecordInInboxAsync(
        Address from, Agent to, string id, long? sequence, string body, DateTimeOffset? writtenAt, ImmutableArray<LedgerRecord> after) => session.Journal.RecordAsync(
    [
        session.Journal.Record(
            LedgerKinds.HandOff,
            ("from", from.Text), ("to", to.Label), ("status", "stored"), ("mid", id), ("seq", sequence), ("chars", body.Length),
            ("written", writtenAt?.ToString("O", CultureInfo.InvariantCulture)),
            ("low_signal", IsLowSignal(from, body) ? true : null), ("idle_talk", IsIdleTalk(from, body) ? true : null)),
        .. after,
    ]);

    /// <summary>A file is in an inbox: the agent is to be told of it.</summary>
    public static void Arrived(Agent to, TrackedMessage message)
    {
        to.Book.Add(message);
        to.Nudges.Arrived(message.File.MessageId);
        to.InboxCount = Math.Max(to.InboxCount + 1, to.Nudges.Open);
    }

    private static string BodyOf(string text) => MailTags.Body(text, MailChannel.ToPeer);

    private async Task<InboxFile> PutAsync(Agent to, Letter letter, string text, PreparedFile? prepared, LedgerRecord? before)
    {
        var thread = letter.ReplyTo is { } answered ? ThreadOf(answered, letter.To.Text) : null;
        var stored = session.Journal.Record(
            LedgerKinds.Stored,
            ("from", letter.From.Text), ("to", letter.To.Text), ("mid", letter.MessageId), ("claim", letter.Claim), ("chars", letter.Body.Length),
            ("re", letter.ReplyTo), ("thread", thread), ("urgent", letter.Urgent ? true : null), ("expires", (letter.Expires is { } expires ? session.Wall(expires) : (DateTimeOffset?)null)?.ToUnixTimeMilliseconds()), ("key", letter.Key));
        var recorded = false;
        try
        {
            await session.Journal.RecordAsync(before is null ? [stored] : [before, stored]);
            recorded = true;
            return prepared is null ? session.Mailbox.Write(to.Role, text, letter.MessageId) : session.Mailbox.Put(prepared);
        }
        catch (Exception e) when (prepared is not null && SessionContext.IsStorageFault(e))
        {
            // Its sender is told that it was not stored, so it must not come up again at the next start.
            Mailbox.Discard(prepared);
            if (recorded)
            {
                await RecordRefusedAsync(letter, e);
            }

            throw;
        }
    }

    private string ThreadOf(string id, string receiver)
    {
        var deliveries = session.Journal.Deliveries;
        return (deliveries.Find(receiver, id) ?? (deliveries.Search(id) is [var other, ..] ? other : null))?.Thread ?? id;
    }

    private async Task RecordRefusedAsync(Letter letter, Exception reason)
    {
        try
        {
            await session.Journal.RecordAsync(LedgerKinds.Refused, ("to", letter.To.Text), ("mid", letter.MessageId), ("reason", reason.Message));
        }
        catch (LedgerException e)
        {
            session.LogError($"That message {letter.MessageId} was not stored could not be recorded; the next start finds it out.", e);
        }
    }

    private bool IsLowSignal(Address from, string body) => from.IsAgent && filter.IsLowSignal(BodyOf(body));

    // With one peer there is nobody to thank.
    private bool IsIdleTalk(Address from, string body) =>
        !session.SinglePeer && from.IsAgent && Damper.IsIdleTalk(BodyOf(body));

    private string[] HeadersOf(Letter letter)
    {
        var headers = new List<string>();
        if (letter.ReplyTo is { } answered)
        {
            headers.Add($"[RE: {answered}]");
        }

        if (letter.Urgent)
        {
            headers.Add("[PRIORITY: urgent]");
        }

        if (letter.Expires is { } expires)
        {
            headers.Add($"[EXPIRES: {Envelope.Timestamp(session.Local(expires))}]");
        }

        return [.. headers];
    }

    // Rules that cannot be made (a text with a mistake in it) must not hold up mail: it goes without them, and the next message tries again.
    private string? RulesFor(Agent agent)
    {
        try
        {
            return rules(agent.Role, session.Choices!);
        }
        catch (Exception e)
        {
            session.LogError($"The rules for {agent.Label} could not be made.", e);
            session.Show(TimelineKind.Warning, "System", $"{agent.Label} gets its mail without the rules of its role: {e.Message}");
            return null;
        }
    }
}
