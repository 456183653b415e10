using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;

namespace Orchestrator.Core.Session;

/// <content>A message comes into an inbox: its text on disk, its record on disk, then its file in the inbox, then the record that it is there.</content>
public sealed partial class Engine
{
    /// <param name="before">A record that must be on disk too before the file is in the inbox: both share one flush.</param>
    /// <param name="after">Records that are written together with the one that the file is there: all of them or none.</param>
    private async Task<InboxFile> StoreAsync(Letter letter, LedgerRecord? before = null, ImmutableArray<LedgerRecord> after = default)
    {
        var to = letter.To;
        var preamble = to.RulesGiven ? null : RulesFor(to);
        var text = Envelope.Wrap(letter.From, letter.Body, letter.MessageId, LocalNow, preamble, HeadersOf(letter));
        // An agent's mail is safe in its claimed file; all other text would be gone with this process.
        var prepared = letter.Claim is null ? _mailbox.Prepare(to.Role, text, letter.MessageId) : null;
        var file = await PutAsync(letter, text, prepared, before);
        to.RulesGiven |= preamble is not null;
        Arrived(to, file, letter.Headline ?? Envelope.Headline(letter.Body), letter.IsKeepalive, letter.Urgent, preamble is not null, IsIdleTalk(letter.From, letter.Body));
        try
        {
            await RecordInInboxAsync(letter.From, to, file.MessageId, file.Sequence, letter.Body, letter.WrittenAt, after.IsDefault ? [] : after);
        }
        catch (LedgerException e) when (letter.Claim is null)
        {
            // It is accepted and it is there; that it is there is found out again at the next start.
            LogError($"Message {letter.MessageId} is in the inbox of {to.Label}, and that could not be recorded.", e);
        }

        await OnHandedOverAsync(to, letter.From, letter.Body, letter.IsKeepalive);
        return file;
    }

    private async Task<InboxFile> PutAsync(Letter letter, string text, PreparedFile? prepared, LedgerRecord? before)
    {
        var thread = letter.ReplyTo is { } answered ? ThreadOf(answered, letter.To.Label) : null;
        var stored = Record(
            LedgerKinds.Stored,
            ("from", LabelOf(letter.From)), ("to", letter.To.Label), ("mid", letter.MessageId), ("claim", letter.Claim), ("chars", letter.Body.Length),
            ("re", letter.ReplyTo), ("thread", thread), ("urgent", letter.Urgent ? true : null), ("expires", letter.Expires?.ToUnixTimeMilliseconds()), ("key", letter.Key));
        var recorded = false;
        try
        {
            await RecordAsync(before is null ? [stored] : [before, stored]);
            recorded = true;
            return prepared is null ? _mailbox.Write(letter.To.Role, text, letter.MessageId) : _mailbox.Put(prepared);
        }
        catch (Exception e) when (prepared is not null && IsStorageFault(e))
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

    private string ThreadOf(string id, string receiver) =>
        (_deliveries.Find(receiver, id) ?? (_deliveries.Search(id) is [var other, ..] ? other : null))?.Thread ?? id;

    private async Task RecordRefusedAsync(Letter letter, Exception reason)
    {
        try
        {
            await RecordAsync(LedgerKinds.Refused, ("to", letter.To.Label), ("mid", letter.MessageId), ("reason", reason.Message));
        }
        catch (LedgerException e)
        {
            LogError($"That message {letter.MessageId} was not stored could not be recorded; the next start finds it out.", e);
        }
    }

    /// <param name="sequence">Null: its file is gone by now.</param>
    private ValueTask RecordInInboxAsync(
        MailSender from, AgentSeat to, string id, long? sequence, string body, DateTimeOffset? writtenAt, ImmutableArray<LedgerRecord> after) => RecordAsync(
    [
        Record(
            LedgerKinds.HandOff,
            ("from", LabelOf(from)), ("to", to.Label), ("status", "stored"), ("mid", id), ("seq", sequence), ("chars", body.Length),
            ("written", writtenAt?.ToString("O", CultureInfo.InvariantCulture)),
            ("low_signal", IsLowSignal(from, body) ? true : null), ("idle_talk", IsIdleTalk(from, body) ? true : null)),
        .. after,
    ]);

    private bool IsLowSignal(MailSender from, string body) => from is MailSender.PeerA or MailSender.PeerB && _filter.IsLowSignal(BodyOf(body));

    // With one peer there is nobody to thank.
    private bool IsIdleTalk(MailSender from, string body) => !SinglePeer && from is MailSender.PeerA or MailSender.PeerB && Damper.IsIdleTalk(BodyOf(body));

    private static string BodyOf(string text) => MailTags.Body(text, MailChannel.ToPeer);

    private static void Arrived(AgentSeat to, InboxFile file, string headline, bool isKeepalive, bool urgent, bool carriesRules = false, bool isIdleTalk = false)
    {
        to.Book.Add(new TrackedMessage(file, headline, isKeepalive, urgent, carriesRules, isIdleTalk));
        to.Nudges.Arrived(file.MessageId);
        to.InboxCount = Math.Max(to.InboxCount + 1, to.Nudges.Open);
    }

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
            headers.Add($"[EXPIRES: {Envelope.Timestamp(TimeZoneInfo.ConvertTime(expires, _time.LocalTimeZone))}]");
        }

        return [.. headers];
    }

    private async Task TellAuthorAsync(AgentRole role, string text, string? messageId = null)
    {
        // In single-peer mode an old run may have left mail of PeerB: its author does not run, and its folder is not touched.
        if (_seats.TryGetValue(role, out var seat) && (messageId is null || _deliveries.Find(seat.Label, messageId) is null))
        {
            await StoreAsync(new Letter(MailSender.System, seat, text, messageId ?? NewMessageId()));
        }
    }

    /// <summary>Mail that is not delivered: recorded, kept, and its author is told. After a crash it can be asked for again.</summary>
    private async Task HoldBackAsync(OutgoingMail mail, string id, string reason, string notice)
    {
        if (!_deliveries.IsDone(mail.ClaimId))
        {
            var to = mail.Channel == MailChannel.ToUser ? "User" : mail.From.Other().Label();
            await RecordAsync(
                LedgerKinds.HandOffDrop,
                ("from", mail.From.Label()), ("to", to), ("mid", id), ("reason", reason), ("eid", mail.EventId), ("claim", mail.ClaimId), ("chars", mail.Text.Length));
        }

        await TellAuthorAsync(mail.From, notice, MessageIds.ForNotice(mail));
        PutAway(mail, id, route: null);
    }

    /// <returns>True when the filter held the message back: it is recorded, kept and its author is told.</returns>
    private async Task<bool> HoldsBackAsync(OutgoingMail mail, string id, AgentSeat to)
    {
        if (_filter.Judge(mail.From, mail.Body, Now) is not { } reason)
        {
            return false;
        }

        Show(TimelineKind.Warning, $"{mail.From.Label()} → {to.Label}", $"held back ({reason}); `cccc message retry {id}` delivers it all the same:\n{mail.Body}", id);
        await HoldBackAsync(mail, id, reason, $"Your message to {to.Label} was held back by the filter of this project ({reason}); it is kept as {id}. Send it again with what is new in it, or leave it.");
        return true;
    }
}
