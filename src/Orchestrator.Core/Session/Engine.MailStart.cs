using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <content>Mail at the start of a session, and the words that go with it: records, rules, nudges.</content>
public sealed partial class Engine
{
    // Mail of an earlier run first: it is older than what the agents write from now on.
    private async Task TakeUpMailAsync(LeftOverMail leftOver)
    {
        try
        {
            var claims = _mailbox.LeftOver();
            foreach (var seat in _seats.Values)
            {
                await FinishPreparedAsync(seat);
                await FinishWithdrawalsAsync(seat);
                await PutLeftOverAwayAsync(seat, leftOver);
                await FindWhatHasLeftAsync(seat, claims);
                seat.ProcessedCount = _mailbox.CountProcessed(seat.Role);
                await TakeUpInboxAsync(seat, isNews: false);
                await TidyProcessedAsync(seat);
            }

            // Each is known again by its claim: what was done already is not done twice.
            foreach (var mail in claims)
            {
                await OnMailTakenAsync(mail);
            }
        }
        catch (Exception e) when (IsStorageFault(e))
        {
            LogError("Mail of an earlier run could not be taken up.", e);
            Show(TimelineKind.Error, "System", $"Mail of an earlier run could not be taken up: {e.Message}");
        }

        TidyKeptMail();
        await RefreshPlanAsync();
        _watching = _watch([.. _seats.Keys], new MailToEvents(Post));
    }

    /// <summary>Messages that lie in the inboxes of these roles, or will as soon as what an earlier run began is finished.</summary>
    private int CountLeftOver(IEnumerable<AgentRole> roles) =>
        roles.Sum(role => _mailbox.List(role).Length + _mailbox.LeftPrepared(role).Count(prepared => _deliveries.Find(role.Label(), prepared.MessageId) is { HasLeft: false }));

    // The last run died between the record and the inbox: a recorded message is accepted and goes on; an unrecorded one was promised to nobody.
    private async Task FinishPreparedAsync(AgentSeat seat)
    {
        foreach (var prepared in _mailbox.LeftPrepared(seat.Role))
        {
            if (_deliveries.Find(seat.Label, prepared.MessageId) is not { HasLeft: false, Sequence: null } delivery)
            {
                Mailbox.Discard(prepared);
                continue;
            }

            // The crash may have come when the message had its name in the inbox, and still this one here.
            var there = _mailbox.Find(seat.Role, prepared.MessageId);
            var file = there ?? _mailbox.Put(prepared);
            await RecordInInboxAsync(seat, delivery, file);
            if (there is not null)
            {
                Mailbox.Discard(prepared);
            }

            Log(LogLevel.Information, $"Message {delivery.Id} for {seat.Label} was accepted by the last run and is in its inbox now.");
        }
    }

    // The last run died between the file in the inbox and the record of it. Mail that has a claim is recorded when its claim is taken up.
    private ValueTask RecordInInboxAsync(AgentSeat seat, MessageLife delivery, InboxFile file) => RecordInInboxAsync(
        Enum.TryParse<MailSender>(delivery.From, out var from) ? from : MailSender.System, seat, file.MessageId, file.Sequence, TextOf(file), null, []);

    private async Task FinishWithdrawalsAsync(AgentSeat seat)
    {
        foreach (var delivery in _deliveries.Open(seat.Label).Where(delivery => delivery.IsBeingWithdrawn))
        {
            var file = _mailbox.List(seat.Role).FirstOrDefault(file => file.MessageId == delivery.Id);
            if ((file is not null && _mailbox.Withdraw(file)) || _mailbox.FindWithdrawn(seat.Role, delivery.Id) is not null)
            {
                await RecordWithdrawnAsync(delivery, delivery.Expires <= Now ? LedgerKinds.Expired : LedgerKinds.Cancelled);
            }
        }
    }

    private async Task PutLeftOverAwayAsync(AgentSeat seat, LeftOverMail leftOver)
    {
        var files = _mailbox.List(seat.Role);
        if (files.Length == 0)
        {
            return;
        }

        await RecordAsync(LedgerKinds.StartupInbox, ("peer", seat.Label), ("pending", files.Length), ("action", leftOver.ToString().ToLowerInvariant()));
        if (leftOver is not (LeftOverMail.Archive or LeftOverMail.Discard))
        {
            return;
        }

        var folder = leftOver == LeftOverMail.Discard
            ? _project.Processed(seat.Role)
            : Path.Combine(_project.Archive, string.Create(CultureInfo.InvariantCulture, $"inbox-{LocalNow:yyyyMMdd-HHmmss}"), seat.Role.Folder());
        foreach (var file in files)
        {
            await RecordAsync(LedgerKinds.Withdraw, ("to", seat.Label), ("mid", file.MessageId), ("why", leftOver.ToString().ToLowerInvariant()));
            if (_mailbox.MoveOut(file, folder))
            {
                await RecordAsync(LedgerKinds.Cancelled, ("to", seat.Label), ("mid", file.MessageId), ("reason", leftOver == LeftOverMail.Archive ? "archived at the start" : "discarded at the start"));
            }
        }

        Show(TimelineKind.System, seat.Label, $"{files.Length} message(s) of an earlier run were {(leftOver == LeftOverMail.Archive ? "archived in" : "discarded to")} {folder}.");
    }

    // Nobody watched the inbox while no host ran.
    private async Task FindWhatHasLeftAsync(AgentSeat seat, ImmutableArray<OutgoingMail> claims)
    {
        var there = _mailbox.List(seat.Role).Select(file => file.MessageId).ToHashSet(StringComparer.Ordinal);
        var unfinished = claims.Select(mail => mail.ClaimId).ToHashSet(StringComparer.Ordinal);
        foreach (var delivery in _deliveries.Open(seat.Label).Where(delivery => !there.Contains(delivery.Id)))
        {
            if (_mailbox.Find(seat.Role, delivery.Id) is { } processed)
            {
                if (delivery.Sequence is null && delivery.Claim is null)
                {
                    await RecordInInboxAsync(seat, delivery, processed);
                }

                await RecordAcknowledgedAsync(seat, processed, ok: true);
            }
            else if (delivery.Claim is null || !unfinished.Contains(delivery.Claim))
            {
                await RecordAsync(
                    delivery.Sequence is null ? LedgerKinds.Refused : LedgerKinds.AckFile,
                    ("from", seat.Label), ("to", seat.Label), ("mid", delivery.Id), ("ok", false), ("reason", delivery.Sequence is null ? "it could not be stored" : "its file was gone at the start"));
            }
        }
    }

    /// <summary>Takes up what lies in an inbox and is not known: from an earlier run, or put there by somebody else.</summary>
    private async Task TakeUpInboxAsync(AgentSeat seat, bool isNews)
    {
        var files = _mailbox.List(seat.Role);
        var foreign = ImmutableArray.CreateBuilder<LedgerRecord>();
        foreach (var file in files.Where(file => seat.Book.Find(file.MessageId) is null))
        {
            var delivery = _deliveries.Find(seat.Label, file.MessageId);
            Arrived(seat, file, Envelope.Headline(_mailbox.Read(file) ?? ""), isKeepalive: false, delivery?.Urgent ?? false);
            if (delivery is null or { HasLeft: true })
            {
                foreign.Add(Record(LedgerKinds.InboxForeign, ("to", seat.Label), ("mid", file.MessageId), ("seq", file.Sequence), ("file", file.Name)));
            }
            else if (delivery.Sequence is null && delivery.Claim is null)
            {
                await RecordInInboxAsync(seat, delivery, file);
            }

            if (isNews)
            {
                seat.Keepalive.UserSpoke(Now);
            }
        }

        // Together: ten thousand files are one flush.
        if (foreign.Count > 0)
        {
            await RecordAsync(foreign.ToImmutable());
        }

        seat.InboxCount = files.Length;
    }

    private string TextOf(InboxFile file) => _mailbox.Read(file) is { } text ? Envelope.Unwrap(text) : "";

    // Bounded folders: what was put aside is there to be looked at, not for ever.
    private void TidyKeptMail()
    {
        foreach (var folder in new[] { _project.Kept, _project.Withdrawn, _project.RefusedMail, _project.Undecodable })
        {
            try
            {
                Mailbox.Prune(folder, _settings.Delivery.KeptRetention);
            }
            catch (MailboxException e)
            {
                LogError($"Old files in {folder} could not be removed.", e);
            }
        }
    }

    // Old mail was written before this start, so nothing else would bring the rules to the agent before it acts on it.
    private async Task GiveRulesForOldMailAsync(AgentSeat seat)
    {
        if (seat.Nudges.Open == 0)
        {
            return;
        }

        try
        {
            var count = seat.Nudges.Open;
            await StoreAsync(new Letter(MailSender.System, seat, $"{count} message(s) from before this start wait in your inbox. Read this one first, then handle them, oldest first.", NewMessageId()));
        }
        catch (Exception e) when (IsStorageFault(e))
        {
            LogError($"The rules for {seat.Label} could not be stored; they go with its next message.", e);
        }
    }

    // Rules that cannot be made (a prompt with a mistake in it) must not hold up mail: it goes without them, and the next message tries again.
    private string? RulesFor(AgentSeat seat)
    {
        try
        {
            return _rules(seat.Role, _choices!);
        }
        catch (Exception e)
        {
            LogError($"The rules for {seat.Label} could not be made.", e);
            Show(TimelineKind.Warning, "System", $"{seat.Label} gets its mail without the rules of its role: {e.Message}");
            return null;
        }
    }

    private async Task StopWatchingAsync()
    {
        await StopWatchingPlanAsync();
        if (_watching is { } watching)
        {
            _watching = null;
            await watching.DisposeAsync();
        }
    }

    private MailboxWatcher StartWatcher(IReadOnlyList<AgentRole> roles, IMailObserver observer)
    {
        var watcher = new MailboxWatcher(_mailbox, roles, _settings.Delivery, _time, observer);
        watcher.Start();
        return watcher;
    }

    private string NewMessageId() => Envelope.NewMessageId(Now);

    private string NudgeLine(AgentSeat seat, WantedNudge wanted)
    {
        var at = LocalNow;
        if (wanted.About is not { } id || seat.Book.Find(id) is not { } delivery)
        {
            return NudgeText.Backlog(_project, seat.Role, at);
        }

        return delivery.IsKeepalive
            ? NudgeText.KeepaliveLine(_project, seat.Role, at)
            : NudgeText.Arrival(_project, delivery.File, delivery.Headline, at, urgent: delivery.Urgent);
    }

    private DateTimeOffset LocalNow => TimeZoneInfo.ConvertTime(Now, _time.LocalTimeZone);

    private static MailSender SenderOf(AgentRole role) => role == AgentRole.PeerA ? MailSender.PeerA : MailSender.PeerB;

    private static string LabelOf(MailSender sender) => sender.ToString();

    private static string FileNameOf(MailChannel channel) => channel == MailChannel.ToPeer ? "to_peer.md" : "to_user.md";
}
