using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>Mail of agents on its way: taken, recorded, delivered, put away; and tried again when the disk did not take it. Used on the engine's loop only.</summary>
internal sealed class PostOffice(SessionContext session, MailRoutes routes, InboxTransport inboxes, MailWords words, HandOffFilter filter) : IDuty
{
    // Mail that could not be stored (a full disk) waits here behind its elders, so that the order of its author is kept.
    private readonly Dictionary<AgentRole, Queue<OutgoingMail>> _held = [];
    private DateTimeOffset? _retryAt;

    public string Name => "mail";

    public DateTimeOffset? Due => _retryAt;

    /// <summary>Whether mail of this agent waits for the disk.</summary>
    public bool Holds(AgentRole author) => _held.ContainsKey(author);

    public async Task OnTakenAsync(OutgoingMail mail)
    {
        if (_held.TryGetValue(mail.From, out var queue))
        {
            queue.Enqueue(mail);
            return;
        }

        if (!await TryDeliverAsync(mail))
        {
            _held.Add(mail.From, new Queue<OutgoingMail>([mail]));
        }
    }

    public async Task OnRefusedAsync(RefusedMail refused)
    {
        session.Log(LogLevel.Warning, $"Mail of {refused.From.Label()} was refused: {refused.Reason}");
        session.Show(TimelineKind.Warning, refused.From.Label(), refused.Reason);
        await session.Journal.RecordAsync(
            LedgerKinds.MailRefused,
            ("from", refused.From.Label()), ("to", refused.Channel == MailChannel.ToUser ? "User" : session.SinglePeer ? "System" : refused.From.Other().Label()),
            ("mid", session.NewMessageId()), ("file", FileNameOf(refused.Channel)), ("reason", refused.Reason), ("kept_at", refused.KeptAt));
        await routes.TellAsync(Address.Of(refused.From), $"Your {FileNameOf(refused.Channel)} was not delivered: {refused.Reason}");
    }

    /// <summary>Tries again what the disk did not take.</summary>
    public async Task AdvanceAsync()
    {
        if (_retryAt is not { } due || due > session.Now)
        {
            return;
        }

        _retryAt = null;
        foreach (var (role, queue) in _held.ToList())
        {
            while (queue.TryPeek(out var mail) && await TryDeliverAsync(mail))
            {
                queue.Dequeue();
            }

            if (queue.Count == 0)
            {
                _held.Remove(role);
            }
        }
    }

    private static string FileNameOf(MailChannel channel) => channel == MailChannel.ToPeer ? "to_peer.md" : "to_user.md";

    private async Task<bool> TryDeliverAsync(OutgoingMail mail)
    {
        try
        {
            await DeliverAsync(mail);
            return true;
        }
        catch (Exception e) when (SessionContext.IsStorageFault(e))
        {
            session.LogError($"Mail of {mail.From.Label()} could not be stored.", e);
            if (_retryAt is null && !_held.ContainsKey(mail.From))
            {
                session.Show(
                    TimelineKind.Error, mail.From.Label(),
                    $"Its mail could not be stored and is kept at {mail.ClaimedPath}; it is tried again every {SessionContext.RetryAfterFault.TotalSeconds:0} s. {e.Message}");
            }

            _retryAt = session.Now + SessionContext.RetryAfterFault;
            return false;
        }
        catch (Exception e)
        {
            // Trying again would fail again and hold up all later mail of its author; the claimed file is taken up at the next start.
            session.LogError($"Mail of {mail.From.Label()} could not be delivered.", e);
            session.Show(
                TimelineKind.Error, mail.From.Label(),
                $"Its mail could not be delivered because of a fault inside; it is kept at {mail.ClaimedPath} and tried again at the next start. {e.Message}");
            return true;
        }
    }

    private async Task DeliverAsync(OutgoingMail mail)
    {
        if (mail.Doubt is { } doubt)
        {
            session.Show(TimelineKind.Warning, mail.From.Label(), $"Its {FileNameOf(mail.Channel)} was read {doubt}. The original is kept in .cccc/state/undecodable.");
            await session.Journal.RecordAsync(
                LedgerKinds.MailboxDiag,
                ("from", mail.From.Label()), ("file", FileNameOf(mail.Channel)), ("encoding", mail.DecodedAs), ("lossy", mail.Lossy), ("eid", mail.EventId));
        }

        var id = MessageIds.For(mail);
        if (string.IsNullOrWhiteSpace(mail.Body))
        {
            await HoldBackAsync(
                mail, id, "empty-body", $"Your {FileNameOf(mail.Channel)} had no text between its tags, so nothing was delivered. Write the message and save the file again.");
            return;
        }

        var route = mail.Channel == MailChannel.ToUser ? await DeliverToUserAsync(mail, id)
            : session.SinglePeer && mail.From == AgentRole.PeerA ? await InterceptAsync(mail, id)
            : await HandOffAsync(mail, id, session.Agents[mail.From.Other()]);

        // Before it is put away: what follows from its words must not be lost in between.
        if (route is not null && session.Agents.Find(mail.From) is { } author)
        {
            await words.NoteAsync(author, mail);
        }

        PutAway(mail, id, route);
    }

    /// <returns>The route that the sentinel tells.</returns>
    private async Task<string> DeliverToUserAsync(OutgoingMail mail, string id)
    {
        if (!session.Journal.Deliveries.IsDone(mail.ClaimId))
        {
            await session.Journal.RecordAsync([RecordOf(mail, LedgerKinds.ToUser, "User", id), .. words.EventsOf(mail, id)]);
        }

        // Recorded by a session that died before it was put away: who watches now has not seen it.
        session.Show(TimelineKind.ToUser, mail.From.Label(), mail.Body, id);
        return $"{mail.From.Label()}→User";
    }

    private async Task<string> InterceptAsync(OutgoingMail mail, string id)
    {
        var isNew = !session.Journal.Deliveries.IsDone(mail.ClaimId);
        if (isNew)
        {
            var record = RecordOf(mail, LedgerKinds.SinglePeerIntercept, "System", id);
            await session.Journal.RecordAsync([filter.IsLowSignal(mail.Body) ? record.With("low_signal", true) : record, .. words.EventsOf(mail, id)]);
        }

        session.Show(TimelineKind.HandOff, $"{mail.From.Label()} → System", mail.Body, id);
        if (isNew)
        {
            session.Agents.Find(mail.From)?.Keepalive.Activity(session.Now);
        }

        return $"{mail.From.Label()}→System";
    }

    /// <returns>The route, or null when the message was held back.</returns>
    private async Task<string?> HandOffAsync(OutgoingMail mail, string id, Agent to)
    {
        var deliveries = session.Journal.Deliveries;
        // An earlier run (or an earlier try) may have come any far before it was interrupted.
        if (deliveries.IsDone(mail.ClaimId) || (deliveries.Find(to.Label, id) is null && await HoldsBackAsync(mail, id, to)))
        {
            return null;
        }

        var life = deliveries.Find(to.Label, id);
        if (life?.Sequence is null)
        {
            var from = Address.Of(mail.From);
            var there = life is null ? null : session.Mailbox.Find(to.Role, id);
            if (there is not null || life is { WasInInbox: true })
            {
                await inboxes.RecordInInboxAsync(from, to, id, there?.Sequence, mail.Text, mail.WrittenAt, words.EventsOf(mail, id));
            }
            else
            {
                var letter = new Letter(from, to.Address, mail.Text, id, mail.ClaimId, WrittenAt: mail.WrittenAt, ReplyTo: words.AnsweredBy(mail)?.Id);
                await routes.SendAsync(letter, RecordOf(mail, LedgerKinds.ToPeerSeen, to.Label, id), words.EventsOf(mail, id));
            }
        }

        session.Show(TimelineKind.HandOff, $"{mail.From.Label()} → {to.Label}", mail.Body, id);
        await words.HintAtInsightAsync(mail);
        return $"{mail.From.Label()}→{to.Label}";
    }

    private LedgerRecord RecordOf(OutgoingMail mail, string kind, string to, string id)
    {
        var answered = words.AnsweredBy(mail);
        return session.Journal.Record(
            kind,
            ("from", mail.From.Label()), ("to", to), ("mid", id), ("eid", mail.EventId), ("claim", mail.ClaimId), ("chars", mail.Text.Length), ("re", answered?.Id),
            ("thread", answered?.Thread));
    }

    /// <returns>True when the filter held the message back: it is recorded, kept and its author is told.</returns>
    private async Task<bool> HoldsBackAsync(OutgoingMail mail, string id, Agent to)
    {
        if (filter.Judge(mail.From, mail.Body, session.Now) is not { } reason)
        {
            return false;
        }

        session.Show(
            TimelineKind.Warning, $"{mail.From.Label()} → {to.Label}", $"held back ({reason}); `cccc message retry {id}` delivers it all the same:\n{mail.Body}", id);
        await HoldBackAsync(
            mail, id, reason, $"Your message to {to.Label} was held back by the filter of this project ({reason}); it is kept as {id}. Send it again with what is new in it, or leave it.");
        return true;
    }

    /// <summary>Mail that is not delivered: recorded, kept, and its author is told. After a crash it can be asked for again.</summary>
    private async Task HoldBackAsync(OutgoingMail mail, string id, string reason, string notice)
    {
        if (!session.Journal.Deliveries.IsDone(mail.ClaimId))
        {
            var to = mail.Channel == MailChannel.ToUser ? "User" : mail.From.Other().Label();
            await session.Journal.RecordAsync(
                LedgerKinds.HandOffDrop,
                ("from", mail.From.Label()), ("to", to), ("mid", id), ("reason", reason), ("eid", mail.EventId), ("claim", mail.ClaimId), ("chars", mail.Text.Length));
        }

        await routes.TellAsync(Address.Of(mail.From), notice, MessageIds.ForNotice(mail));
        PutAway(mail, id, route: null);
    }

    // The mail is where it belongs. What needs no room on the disk comes first, so that a full one leaves no claimed file behind.
    private void PutAway(OutgoingMail mail, string id, string? route)
    {
        // What lies in an inbox need not be kept twice.
        TryPutAway(mail, "was delivered but could not be put away; the next start does it", () =>
        {
            if (session.Journal.Deliveries.IsDone(mail.ClaimId))
            {
                session.Mailbox.Keep(mail, id);
            }
            else
            {
                session.Mailbox.Finish(mail);
            }
        });
        if (route is not null)
        {
            TryPutAway(mail, "was delivered, but its author's file could not be marked", () => session.Mailbox.PutSentinel(mail, route));
        }
    }

    private void TryPutAway(OutgoingMail mail, string fault, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (SessionContext.IsStorageFault(e))
        {
            session.LogError($"Mail of {mail.From.Label()} {fault}.", e);
            session.Show(TimelineKind.Warning, mail.From.Label(), $"Its mail {fault}: {e.Message}");
        }
    }
}
