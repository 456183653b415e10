using Microsoft.Extensions.Logging;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Delivery;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Rhythm;

namespace Orchestrator.Core;

/// <content>Mail at the start of a session, and the words that go with it: records, rules, nudges.</content>
public sealed partial class Engine
{
    // Mail of an earlier run first: it is older than what the agents write from now on.
    private async Task TakeUpMailAsync()
    {
        try
        {
            foreach (var seat in _seats.Values)
            {
                seat.ProcessedCount = _mailbox.CountProcessed(seat.Role);
                await TakeUpInboxAsync(seat, isNews: false);
            }

            await TakeUpClaimsAsync();
        }
        catch (Exception e) when (IsStorageFault(e))
        {
            LogError("Mail of an earlier run could not be taken up.", e);
            Show(TimelineKind.Error, "System", $"Mail of an earlier run could not be taken up: {e.Message}");
        }

        _watching = _watch([.. _seats.Keys], new MailToEvents(Post));
    }

    private async Task TakeUpClaimsAsync()
    {
        var mails = _mailbox.LeftOver();
        if (mails.Length == 0)
        {
            return;
        }

        // What went to the user or to the system leaves no file behind, only its record.
        var done = _ledger.ReadAll()
            .Where(record => record.Kind is LedgerKinds.ToUser or LedgerKinds.SinglePeerIntercept)
            .Select(record => record.Text("claim"))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        foreach (var mail in mails)
        {
            if (done.Contains(mail.ClaimId))
            {
                // Recorded, but the session died before it was put away: who watches now may not have seen it.
                Show(mail.Channel == MailChannel.ToUser ? TimelineKind.ToUser : TimelineKind.HandOff, mail.From.Label(), mail.Body);
                PutAway(mail, route: null);
            }
            else
            {
                await OnMailTakenAsync(mail);
            }
        }
    }

    /// <summary>Takes up what lies in an inbox and is not known: from an earlier run, or put there by somebody else.</summary>
    private async Task TakeUpInboxAsync(AgentSeat seat, bool isNews)
    {
        var files = _mailbox.List(seat.Role);
        foreach (var file in files.Where(file => seat.Book.Find(file.MessageId) is null))
        {
            Arrived(seat, file, Envelope.Headline(_mailbox.Read(file) ?? ""), isKeepalive: false);
            if (isNews)
            {
                seat.Keepalive.UserSpoke(Now);
                await RecordAsync(LedgerKinds.InboxForeign, ("to", seat.Label), ("mid", file.MessageId), ("seq", file.Sequence), ("file", file.Name));
            }
        }

        seat.InboxCount = files.Length;
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
            ? NudgeText.Keepalive(_project, seat.Role, at)
            : NudgeText.Arrival(_project, delivery.File, delivery.Headline, at);
    }

    private DateTimeOffset LocalNow => TimeZoneInfo.ConvertTime(Now, _time.LocalTimeZone);

    private static MailSender SenderOf(AgentRole role) => role == AgentRole.PeerA ? MailSender.PeerA : MailSender.PeerB;

    private static string LabelOf(MailSender sender) => sender.ToString();

    private static string FileNameOf(MailChannel channel) => channel == MailChannel.ToPeer ? "to_peer.md" : "to_user.md";
}
