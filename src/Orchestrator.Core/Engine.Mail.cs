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
        if (mail.Doubt is { } doubt)
        {
            Show(TimelineKind.Warning, mail.From.Label(), $"Its {FileNameOf(mail.Channel)} was read {doubt}. The original is kept in .cccc/state/undecodable.");
            await RecordAsync(LedgerKinds.MailboxDiag, ("from", mail.From.Label()), ("file", FileNameOf(mail.Channel)), ("encoding", mail.DecodedAs), ("lossy", mail.Lossy), ("eid", mail.EventId));
        }

        var id = MessageIds.For(mail);
        if (string.IsNullOrWhiteSpace(mail.Body))
        {
            await HoldBackAsync(mail, id, "empty-body", $"Your {FileNameOf(mail.Channel)} had no text between its tags, so nothing was delivered. Write the message and save the file again.");
            return;
        }

        var route = mail.Channel == MailChannel.ToUser ? await DeliverToUserAsync(mail, id)
            : SinglePeer && mail.From == AgentRole.PeerA ? await InterceptAsync(mail, id)
            : await HandOffAsync(mail, id, _seats[mail.From.Other()]);

        // Before it is put away: what follows from its words must not be lost in between.
        if (route is not null && _seats.GetValueOrDefault(mail.From) is { } author)
        {
            await OnAgentSpokeAsync(author, mail);
        }

        PutAway(mail, id, route);
    }

    /// <summary>An agent's mail is where it belongs, or at the user's or the system's: what follows from its words. After a crash it can be asked for again.</summary>
    private async Task OnAgentSpokeAsync(AgentSeat author, OutgoingMail mail)
    {
        await NoteAnswersAsync(author, mail);
        await NoteProgressAsync(author, mail);
        await NoteMarkersAsync(author, mail);
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

    /// <returns>The route that the sentinel tells.</returns>
    private async Task<string> DeliverToUserAsync(OutgoingMail mail, string id)
    {
        if (!_deliveries.IsDone(mail.ClaimId))
        {
            await RecordAsync([RecordOf(mail, LedgerKinds.ToUser, "User", id), .. EventsOf(mail, id)]);
        }

        // Recorded by a session that died before it was put away: who watches now has not seen it.
        Show(TimelineKind.ToUser, mail.From.Label(), mail.Body, id);
        return $"{mail.From.Label()}→User";
    }

    private async Task<string> InterceptAsync(OutgoingMail mail, string id)
    {
        var isNew = !_deliveries.IsDone(mail.ClaimId);
        if (isNew)
        {
            var record = RecordOf(mail, LedgerKinds.SinglePeerIntercept, "System", id);
            await RecordAsync([_filter.IsLowSignal(mail.Body) ? record.With("low_signal", true) : record, .. EventsOf(mail, id)]);
        }

        Show(TimelineKind.HandOff, $"{mail.From.Label()} → System", mail.Body, id);
        if (isNew && _seats.TryGetValue(mail.From, out var author))
        {
            await OnHandedOverAsync(author, SenderOf(mail.From), mail.Body, isKeepalive: false);
        }

        return $"{mail.From.Label()}→System";
    }

    /// <returns>The route, or null when the message was held back.</returns>
    private async Task<string?> HandOffAsync(OutgoingMail mail, string id, AgentSeat to)
    {
        // An earlier run (or an earlier try) may have come any far before it was interrupted.
        if (_deliveries.IsDone(mail.ClaimId) || (_deliveries.Find(to.Label, id) is null && await HoldsBackAsync(mail, id, to)))
        {
            return null;
        }

        var life = _deliveries.Find(to.Label, id);
        if (life?.Sequence is null)
        {
            var there = life is null ? null : _mailbox.Find(to.Role, id);
            if (there is not null || life is { WasInInbox: true })
            {
                await RecordInInboxAsync(SenderOf(mail.From), to, id, there?.Sequence, mail.Text, mail.WrittenAt, EventsOf(mail, id));
            }
            else
            {
                var letter = new Letter(SenderOf(mail.From), to, mail.Text, id, mail.ClaimId, WrittenAt: mail.WrittenAt, ReplyTo: AnsweredBy(mail)?.Id);
                await StoreAsync(letter, RecordOf(mail, LedgerKinds.ToPeerSeen, to.Label, id), EventsOf(mail, id));
            }
        }

        Show(TimelineKind.HandOff, $"{mail.From.Label()} → {to.Label}", mail.Body, id);
        await HintAtInsightAsync(mail);
        return $"{mail.From.Label()}→{to.Label}";
    }

    private LedgerRecord RecordOf(OutgoingMail mail, string kind, string to, string id)
    {
        var answered = AnsweredBy(mail);
        return Record(
            kind,
            ("from", mail.From.Label()), ("to", to), ("mid", id), ("eid", mail.EventId), ("claim", mail.ClaimId), ("chars", mail.Text.Length), ("re", answered?.Id), ("thread", answered?.Thread));
    }

    // The mail is where it belongs. What needs no room on the disk comes first, so that a full one leaves no claimed file behind.
    private void PutAway(OutgoingMail mail, string id, string? route)
    {
        // What lies in an inbox need not be kept twice.
        TryPutAway(mail, "was delivered but could not be put away; the next start does it", () =>
        {
            if (_deliveries.IsDone(mail.ClaimId))
            {
                _mailbox.Keep(mail, id);
            }
            else
            {
                _mailbox.Finish(mail);
            }
        });
        if (route is not null)
        {
            TryPutAway(mail, "was delivered, but its author's file could not be marked", () => _mailbox.PutSentinel(mail, route));
        }
    }

    private void TryPutAway(OutgoingMail mail, string fault, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (IsStorageFault(e))
        {
            LogError($"Mail of {mail.From.Label()} {fault}.", e);
            Show(TimelineKind.Warning, mail.From.Label(), $"Its mail {fault}: {e.Message}");
        }
    }
}
