using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Delivery;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;

namespace Orchestrator.Core;

/// <content>Mail of agents on its way: taken, recorded, put into an inbox, acknowledged.</content>
public sealed partial class Engine
{
    // Mail that could not be stored (a full disk) waits here behind its elders, so that the order of its author is kept.
    private readonly Dictionary<AgentRole, Queue<OutgoingMail>> _heldMail = [];
    private DateTimeOffset? _retryMailAt;
    private IAsyncDisposable? _watching;

    private async Task OnMailTakenAsync(OutgoingMail mail)
    {
        if (_heldMail.TryGetValue(mail.From, out var queue))
        {
            queue.Enqueue(mail);
            return;
        }

        if (!await TryDeliverAsync(mail))
        {
            _heldMail.Add(mail.From, new Queue<OutgoingMail>([mail]));
        }
    }

    private async Task RetryMailAsync()
    {
        if (_retryMailAt is not { } due || due > Now || _phase != SessionPhase.Running)
        {
            return;
        }

        _retryMailAt = null;
        foreach (var (role, queue) in _heldMail.ToList())
        {
            while (queue.TryPeek(out var mail) && await TryDeliverAsync(mail))
            {
                queue.Dequeue();
            }

            if (queue.Count == 0)
            {
                _heldMail.Remove(role);
            }
        }
    }

    private async Task<bool> TryDeliverAsync(OutgoingMail mail)
    {
        try
        {
            await DeliverAsync(mail);
            return true;
        }
        catch (Exception e) when (IsStorageFault(e))
        {
            LogError($"Mail of {mail.From.Label()} could not be stored.", e);
            if (_retryMailAt is null && !_heldMail.ContainsKey(mail.From))
            {
                Show(TimelineKind.Error, mail.From.Label(), $"Its mail could not be stored and is kept at {mail.ClaimedPath}; it is tried again every {RetryAfterFault.TotalSeconds:0} s. {e.Message}");
            }

            _retryMailAt = Now + RetryAfterFault;
            return false;
        }
        catch (Exception e)
        {
            // Trying again would fail again and hold up all later mail of its author; the claimed file is taken up at the next start.
            LogError($"Mail of {mail.From.Label()} could not be delivered.", e);
            Show(TimelineKind.Error, mail.From.Label(), $"Its mail could not be delivered because of a fault inside; it is kept at {mail.ClaimedPath} and tried again at the next start. {e.Message}");
            return true;
        }
    }

    private static bool IsStorageFault(Exception e) => e is MailboxException or LedgerException or IOException or UnauthorizedAccessException;

    private async Task DeliverAsync(OutgoingMail mail)
    {
        var author = _seats.GetValueOrDefault(mail.From);
        if (mail.Lossy || !mail.DecodedAs.StartsWith("utf-", StringComparison.Ordinal))
        {
            var doubt = mail.Lossy ? " with characters replaced; the original is kept in .cccc/state/undecodable"
                : mail.DecodedAs == "latin-1" ? ", which any bytes pass for; the original is kept in .cccc/state/undecodable" : "";
            Show(TimelineKind.Warning, mail.From.Label(), $"Its {FileNameOf(mail.Channel)} is not clean UTF-8: it was read as {mail.DecodedAs}{doubt}.");
            await RecordAsync(LedgerKinds.MailboxDiag, ("from", mail.From.Label()), ("file", FileNameOf(mail.Channel)), ("encoding", mail.DecodedAs), ("lossy", mail.Lossy), ("eid", mail.EventId));
        }

        if (string.IsNullOrWhiteSpace(mail.Body))
        {
            await RecordAsync(LedgerKinds.HandOffDrop, ("from", mail.From.Label()), ("reason", "empty-body"), ("eid", mail.EventId));
            await TellAuthorAsync(mail.From, $"Your {FileNameOf(mail.Channel)} had no text between its tags, so nothing was delivered. Write the message and save the file again.");
            PutAway(mail, route: null);
            return;
        }

        if (author is not null)
        {
            await NoteAnswersAsync(author, mail);
        }

        if (mail.Channel == MailChannel.ToUser)
        {
            await DeliverToUserAsync(mail);
        }
        else if (SinglePeer && mail.From == AgentRole.PeerA)
        {
            await InterceptAsync(mail);
        }
        else
        {
            await HandOffAsync(mail, _seats[mail.From.Other()]);
        }

        if (author is not null)
        {
            await OnAgentSpokeAsync(author, mail);
        }
    }

    /// <summary>An agent's mail is where it belongs, or at the user's or the system's: what follows from its words.</summary>
    private async Task OnAgentSpokeAsync(AgentSeat author, OutgoingMail mail)
    {
        await NoteProgressAsync(author, mail);
    }

    /// <summary>A message is in an agent's inbox, or (single-peer) the system took one: what counts messages counts here.</summary>
    private Task OnHandedOverAsync(AgentSeat seat, MailSender from, string body, bool isKeepalive)
    {
        if (!isKeepalive)
        {
            seat.Keepalive.Activity(Now);
        }

        return Task.CompletedTask;
    }

    private async Task DeliverToUserAsync(OutgoingMail mail)
    {
        await RecordAsync(LedgerKinds.ToUser, ("from", mail.From.Label()), ("eid", mail.EventId), ("claim", mail.ClaimId), ("chars", mail.Text.Length));
        Show(TimelineKind.ToUser, mail.From.Label(), mail.Body);
        PutAway(mail, $"{mail.From.Label()}→User");
    }

    private async Task InterceptAsync(OutgoingMail mail)
    {
        await RecordAsync(LedgerKinds.SinglePeerIntercept, ("from", mail.From.Label()), ("eid", mail.EventId), ("claim", mail.ClaimId), ("chars", mail.Text.Length));
        _handOffs++;
        Show(TimelineKind.HandOff, $"{mail.From.Label()} → System", mail.Body);
        PutAway(mail, $"{mail.From.Label()}→System");
        if (_seats.TryGetValue(mail.From, out var author))
        {
            await OnHandedOverAsync(author, SenderOf(mail.From), mail.Body, isKeepalive: false);
        }
    }

    private async Task HandOffAsync(OutgoingMail mail, AgentSeat to)
    {
        var id = MessageIds.For(mail);
        var seen = Record(LedgerKinds.ToPeerSeen, ("from", mail.From.Label()), ("to", to.Label), ("mid", id), ("eid", mail.EventId), ("claim", mail.ClaimId), ("chars", mail.Text.Length));
        // An earlier run (or an earlier try) may have come this far before it was interrupted.
        if (to.Book.Find(id) is null && _mailbox.Find(to.Role, id) is null)
        {
            await StoreAsync(new Letter(SenderOf(mail.From), to, mail.Text, id, mail.ClaimId, WrittenAt: mail.WrittenAt), seen);
        }
        else
        {
            await RecordAsync([seen]);
        }

        _handOffs++;
        Show(TimelineKind.HandOff, $"{mail.From.Label()} → {to.Label}", mail.Body, id);
        PutAway(mail, $"{mail.From.Label()}→{to.Label}");
    }

    // The mail is where it belongs; a fault here costs the mark in the author's file or leaves the claimed file for the next start, which knows it again.
    private void PutAway(OutgoingMail mail, string? route)
    {
        try
        {
            if (route is not null)
            {
                _mailbox.PutSentinel(mail, route);
            }

            _mailbox.Finish(mail);
        }
        catch (Exception e) when (IsStorageFault(e))
        {
            LogError($"Mail of {mail.From.Label()} was delivered but could not be put away.", e);
            Show(TimelineKind.Warning, mail.From.Label(), $"Its mail was delivered but could not be put away: {e.Message}");
        }
    }

    /// <summary>Puts a message into an inbox: the record first, then the file, then all that follows from it.</summary>
    /// <param name="before">A record that must be on disk too before the file is written: both share one flush.</param>
    private async Task<InboxFile> StoreAsync(Letter letter, LedgerRecord? before = null)
    {
        var to = letter.To;
        var preamble = to.RulesGiven ? null : RulesFor(to);
        var stored = Record(
            LedgerKinds.Stored,
            ("from", LabelOf(letter.From)), ("to", to.Label), ("mid", letter.MessageId), ("claim", letter.Claim), ("chars", letter.Body.Length));
        await RecordAsync(before is null ? [stored] : [before, stored]);
        var file = _mailbox.Write(to.Role, Envelope.Wrap(letter.From, letter.Body, letter.MessageId, LocalNow, preamble), letter.MessageId);
        to.RulesGiven |= preamble is not null;
        Arrived(to, file, Envelope.Headline(letter.Body), letter.IsKeepalive);
        await RecordAsync(
            LedgerKinds.HandOff,
            ("from", LabelOf(letter.From)), ("to", to.Label), ("status", "stored"), ("mid", letter.MessageId), ("seq", file.Sequence), ("chars", letter.Body.Length),
            ("written", letter.WrittenAt?.ToString("O", CultureInfo.InvariantCulture)));
        await OnHandedOverAsync(to, letter.From, letter.Body, letter.IsKeepalive);
        return file;
    }

    private void Arrived(AgentSeat to, InboxFile file, string headline, bool isKeepalive)
    {
        to.Book.Add(new TrackedMessage(file, headline, isKeepalive, DeliveryState.Stored, Now));
        to.Nudges.Arrived(file.MessageId);
        to.InboxCount = Math.Max(to.InboxCount + 1, to.Nudges.Open);
    }

    private async Task OnMailRefusedAsync(RefusedMail refused)
    {
        Log(LogLevel.Warning, $"Mail of {refused.From.Label()} was refused: {refused.Reason}");
        Show(TimelineKind.Warning, refused.From.Label(), refused.Reason);
        await RecordAsync(
            LedgerKinds.MailRefused,
            ("from", refused.From.Label()), ("file", FileNameOf(refused.Channel)), ("reason", refused.Reason), ("kept_at", refused.KeptAt));
        await TellAuthorAsync(refused.From, $"Your {FileNameOf(refused.Channel)} was not delivered: {refused.Reason}");
    }

    private async Task TellAuthorAsync(AgentRole role, string text)
    {
        // In single-peer mode an old run may have left mail of PeerB: its author does not run, and its folder is not touched.
        if (_seats.TryGetValue(role, out var seat))
        {
            await StoreAsync(new Letter(MailSender.System, seat, text, NewMessageId()));
        }
    }

    private async Task OnInboxChangedAsync(InboxChange change)
    {
        if (!_seats.TryGetValue(change.Role, out var seat))
        {
            return;
        }

        seat.InboxCount = change.InboxCount;
        seat.ProcessedCount = change.ProcessedCount;
        foreach (var file in change.Acknowledged)
        {
            await LeftInboxAsync(seat, file, DeliveryState.Read);
        }

        foreach (var file in change.Removed)
        {
            await LeftInboxAsync(seat, file, DeliveryState.Removed);
            Show(TimelineKind.Delivery, seat.Label, $"{file.Name} is gone from its inbox and was not moved to processed/.", file.MessageId);
        }

        if (!change.Foreign.IsDefaultOrEmpty)
        {
            await TakeUpInboxAsync(seat, isNews: true);
        }
    }

    private async Task LeftInboxAsync(AgentSeat seat, InboxFile file, DeliveryState state)
    {
        seat.Nudges.Acknowledged(file.MessageId, Now);
        if (seat.Stroke is { } underWay && underWay.MessageIds.Contains(file.MessageId))
        {
            underWay.Stroke.Acknowledged();
            if (underWay.Stroke.Phase == StrokePhase.Submitted)
            {
                // Its file moved before its screen had settled: the proof that it was submitted, and told before that it was read.
                seat.Stroke = null;
                await ConcludeAsync(seat, underWay);
            }
        }

        if (seat.Book.Close(file.MessageId, state, Now) is not { IsKeepalive: true })
        {
            seat.Keepalive.Activity(Now);
        }

        await RecordAsync(
            LedgerKinds.AckFile,
            ("from", seat.Label), ("mid", file.MessageId), ("seq", file.Sequence), ("file", file.Name), ("ok", state == DeliveryState.Read));
    }

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
        await RecordDeliveryAsync(author, LedgerKinds.Replied, author.Book.Answered(mail.Text, Now));
}
