using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Delivery;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;

namespace Orchestrator.Core;

/// <content>Messages that somebody asks about, takes back or sends again; and those whose time is over.</content>
public sealed partial class Engine
{
    public Task<ImmutableArray<MessageLife>> MessagesAsync(CancellationToken cancellationToken) =>
        ReadAsync(() => _deliveries.All().ToImmutableArray(), cancellationToken);

    public async Task<ImmutableArray<MessageDetail>> FindMessagesAsync(string id, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(() => _deliveries.Search(id).ToImmutableArray(), cancellationToken);
        // Files are read beside the loop: a folder of ten thousand would hold up mail.
        return [.. found.Select(delivery => MessageText.Of(_mailbox, delivery))];
    }

    public Task<CommandResult> RetryMessageAsync(string id, CancellationToken cancellationToken) => AskAsync(() => OnMessageAsync(id, RetryAsync), cancellationToken);

    public Task<CommandResult> CancelMessageAsync(string id, CancellationToken cancellationToken) => AskAsync(() => OnMessageAsync(id, CancelAsync), cancellationToken);

    private async Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        T? result = default;
        var answer = await AskAsync(
            () =>
            {
                result = read();
                return Task.FromResult(new CommandResult(true, ""));
            },
            cancellationToken);
        return answer.Ok ? result! : throw new InvalidOperationException(answer.Text);
    }

    private async Task<CommandResult> OnMessageAsync(string id, Func<MessageLife, AgentSeat, Task<CommandResult>> act)
    {
        var found = _deliveries.Search(id);
        if (found.Count != 1)
        {
            return new CommandResult(false, found.Count == 0
                ? $"There is no message {id}; `cccc message list` shows those that there are."
                : $"{id} can mean {string.Join(", ", found.Take(5).Select(delivery => $"{delivery.Id} for {delivery.To}"))}; give the whole id.");
        }

        var seat = _seats.Values.FirstOrDefault(seat => seat.Label == found[0].To);
        return seat is null
            ? new CommandResult(false, found[0].To is "PeerA" or "PeerB" ? $"{found[0].To} is not launched." : $"Message {found[0].Id} is mail for {found[0].To}; there is nothing to deliver.")
            : await act(found[0], seat);
    }

    private async Task<CommandResult> RetryAsync(MessageLife delivery, AgentSeat seat)
    {
        if (!delivery.HasLeft)
        {
            await RecordAsync(LedgerKinds.Retried, ("to", seat.Label), ("mid", delivery.Id));
            seat.Nudges.RemindNow();
            return new CommandResult(true, $"{delivery.Id} lies in the inbox of {seat.Label}; it is told of it again as soon as it can be.", [delivery.Id]);
        }

        if (delivery.State is DeliveryState.Read or DeliveryState.Replied)
        {
            return new CommandResult(false, $"{seat.Label} has read {delivery.Id}; send a new message.");
        }

        if (_deliveries.NewestCopyOf(delivery) is { } copy)
        {
            return new CommandResult(
                false, $"{delivery.Id} was sent again already, as {copy.Id}, which is {copy.State.Word()}; `cccc message retry {copy.Id}` is about that one.");
        }

        if (MessageText.BodyOf(_mailbox, delivery) is not { } body)
        {
            return new CommandResult(false, $"The text of {delivery.Id} is no longer kept.");
        }

        var from = Enum.TryParse<MailSender>(delivery.From, out var sender) ? sender : MailSender.User;
        var id = NewMessageId();

        // The intent first: a crash in between leaves a copy that does not exist and is no copy, not one that nobody knows of.
        await RecordAsync(LedgerKinds.Retried, ("to", seat.Label), ("mid", delivery.Id), ("as", id));
        var file = await StoreAsync(new Letter(from, seat, body, id, Urgent: delivery.Urgent, ReplyTo: delivery.ReplyTo));
        Show(TimelineKind.HandOff, $"{delivery.From} → {seat.Label}", $"(sent again, was {delivery.Id})\n{body}", file.MessageId);
        return new CommandResult(true, $"{delivery.Id} was sent again as {file.MessageId}: stored for {seat.Label} ({file.Sequence:D6}).", [file.MessageId]);
    }

    private async Task<CommandResult> CancelAsync(MessageLife delivery, AgentSeat seat)
    {
        if (delivery.HasLeft)
        {
            return new CommandResult(false, $"{delivery.Id} is {delivery.State.Word()}: there is nothing to take back.");
        }

        return await WithdrawAsync(delivery, seat, LedgerKinds.Cancelled, "by the user")
            ? new CommandResult(true, $"{delivery.Id} was taken out of the inbox of {seat.Label}{(delivery.State >= DeliveryState.Typed ? "; it had been announced already" : "")}.", [delivery.Id])
            : new CommandResult(false, $"{seat.Label} was faster: {delivery.Id} is no longer in its inbox.");
    }

    private async Task WithdrawExpiredAsync()
    {
        if (_phase != SessionPhase.Running || _deliveries.NextExpiry is not { } due || due > Now)
        {
            return;
        }

        foreach (var delivery in _deliveries.ExpiredAt(Now))
        {
            if (_seats.Values.FirstOrDefault(seat => seat.Label == delivery.To) is { } seat && await WithdrawAsync(delivery, seat, LedgerKinds.Expired, "not read in its time"))
            {
                Show(TimelineKind.Warning, seat.Label, $"did not read {delivery.Id} (from {delivery.From}) in its time; it was taken back. `cccc message retry {delivery.Id}` sends it again.");
            }
        }
    }

    /// <returns>False when the agent was faster; the watcher tells where the file went.</returns>
    private async Task<bool> WithdrawAsync(MessageLife delivery, AgentSeat seat, string kind, string reason)
    {
        // The intent first: after a crash in between, the next start finishes it.
        await RecordAsync(LedgerKinds.Withdraw, ("to", seat.Label), ("mid", delivery.Id), ("why", kind));
        if (seat.Book.Find(delivery.Id) is not { } message || !_mailbox.Withdraw(message.File))
        {
            return false;
        }

        seat.Book.Remove(delivery.Id);
        seat.RulesGiven &= !message.CarriesRules;
        seat.Nudges.Acknowledged(delivery.Id, Now);
        seat.InboxCount = Math.Max(0, seat.InboxCount - 1);
        await RecordWithdrawnAsync(delivery, kind, reason);
        return true;
    }

    private ValueTask RecordWithdrawnAsync(MessageLife delivery, string kind, string? reason = null) =>
        RecordAsync(kind, ("to", delivery.To), ("mid", delivery.Id), ("reason", reason));

    // Between "urgent" and the agent's ear lies what it was doing: how long that took is what its user wants to know.
    private IEnumerable<(LedgerRecord Record, string Sentence, string MessageId)> UrgentOf(AgentSeat seat, IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
        {
            if (seat.Nudges.IsAnnounced(id) || _deliveries.Find(seat.Label, id) is not { Urgent: true } delivery)
            {
                continue;
            }

            var took = Now - delivery.StoredAt;
            var waited = delivery.Steps.LastOrDefault(step => step.State == DeliveryState.Waiting)?.Note;
            yield return (
                Record(LedgerKinds.UrgentStopped, ("to", seat.Label), ("mid", id), ("after_ms", (long)took.TotalMilliseconds), ("why", waited)),
                waited is null
                    ? $"urgent mail is told at once ({took.TotalSeconds:0.0} s)."
                    : $"stopped {took.TotalSeconds:0.0} s after the urgent mail came ({waited}); it is told now.",
                id);
        }
    }
}
