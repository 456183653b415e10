using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <content>What agents do with their inboxes, and what is told to the author of mail that cannot be taken.</content>
public sealed partial class Engine
{
    // Pruned in batches: a folder is not read for every single acknowledgement.
    private const int ProcessedSlack = 10;

    private async Task OnMailRefusedAsync(RefusedMail refused)
    {
        Log(LogLevel.Warning, $"Mail of {refused.From.Label()} was refused: {refused.Reason}");
        Show(TimelineKind.Warning, refused.From.Label(), refused.Reason);
        await RecordAsync(
            LedgerKinds.MailRefused,
            ("from", refused.From.Label()), ("to", refused.Channel == MailChannel.ToUser ? "User" : SinglePeer ? "System" : refused.From.Other().Label()), ("mid", NewMessageId()),
            ("file", FileNameOf(refused.Channel)), ("reason", refused.Reason), ("kept_at", refused.KeptAt));
        await TellAuthorAsync(refused.From, $"Your {FileNameOf(refused.Channel)} was not delivered: {refused.Reason}");
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

        await TidyProcessedAsync(seat);
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

        if (seat.Book.Remove(file.MessageId) is not { IsKeepalive: true })
        {
            seat.Keepalive.Activity(Now);
        }

        await RecordAcknowledgedAsync(seat, file, state == DeliveryState.Read);
    }

    private ValueTask RecordAcknowledgedAsync(AgentSeat seat, InboxFile file, bool ok) => RecordAsync(
        LedgerKinds.AckFile,
        ("from", seat.Label), ("to", seat.Label), ("mid", file.MessageId), ("seq", file.Sequence), ("file", file.Name), ("ok", ok));

    // A bounded folder: what was read long ago has served its purpose.
    private async Task TidyProcessedAsync(AgentSeat seat)
    {
        if (seat.ProcessedCount <= _settings.Delivery.ProcessedRetention + ProcessedSlack)
        {
            return;
        }

        try
        {
            var removed = Mailbox.Prune(_project.Processed(seat.Role), _settings.Delivery.ProcessedRetention);
            seat.ProcessedCount -= removed;
            await RecordAsync(LedgerKinds.ProcessedCleanup, ("peer", seat.Label), ("removed", removed), ("retained", _settings.Delivery.ProcessedRetention));
        }
        catch (MailboxException e)
        {
            LogError($"Old mail in {_project.Processed(seat.Role)} could not be removed.", e);
        }
    }
}
