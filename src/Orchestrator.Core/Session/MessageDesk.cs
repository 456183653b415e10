using Orchestrator.Core.Ledger;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>Messages that somebody asks about, takes back or sends again; and those whose time is over. Used on the engine's loop only.</summary>
internal sealed class MessageDesk(SessionContext session, MailRoutes mail) : IDuty
{
    public string Name => "expiry";

    public DateTimeOffset? Due => session.Journal.Deliveries.NextExpiry;

    public Task<CommandResult> RetryAsync(string id) => OnMessageAsync(id, RetryAsync);

    public Task<CommandResult> CancelAsync(string id) => OnMessageAsync(id, CancelAsync);

    /// <summary>Takes back what was not read in its time.</summary>
    public async Task AdvanceAsync()
    {
        if (Due is not { } due || due > session.Now)
        {
            return;
        }

        foreach (var delivery in session.Journal.Deliveries.ExpiredAt(session.Now))
        {
            if (session.Agents.Find(delivery.To) is { } agent && await WithdrawAsync(delivery, agent, LedgerKinds.Expired, "not read in its time"))
            {
                session.Show(
                    TimelineKind.Warning, agent.Label,
                    $"did not read {delivery.Id} (from {delivery.From}) in its time; it was taken back. `cccc message retry {delivery.Id}` sends it again.");
            }
        }
    }

    public ValueTask RecordWithdrawnAsync(MessageLife delivery, string kind, string? reason = null) =>
        session.Journal.RecordAsync(kind, ("to", delivery.To), ("mid", delivery.Id), ("reason", reason));

    private async Task<CommandResult> OnMessageAsync(string id, Func<MessageLife, Agent, Task<CommandResult>> act)
    {
        var found = session.Journal.Deliveries.Search(id);
        if (found.Count != 1)
        {
            return new CommandResult(false, found.Count == 0
                ? $"There is no message {id}; `cccc message list` shows those that there are."
                : $"{id} can mean {string.Join(", ", found.Take(5).Select(delivery => $"{delivery.Id} for {delivery.To}"))}; give the whole id.");
        }

        return session.Agents.Find(found[0].To) is { } agent
            ? await act(found[0], agent)
            : new CommandResult(false, found[0].To is "PeerA" or "PeerB" ? $"{found[0].To} is not launched." : $"Message {found[0].Id} is mail for {found[0].To}; there is nothing to deliver.");
    }

    private async Task<CommandResult> RetryAsync(MessageLife delivery, Agent agent)
    {
        if (!delivery.HasLeft)
        {
            await session.Journal.RecordAsync(LedgerKinds.Retried, ("to", agent.Label), ("mid", delivery.Id));
            agent.Nudges.RemindNow();
            return new CommandResult(true, $"{delivery.Id} lies in the inbox of {agent.Label}; it is told of it again as soon as it can be.", [delivery.Id]);
        }

        if (delivery.State is DeliveryState.Read or DeliveryState.Replied)
        {
            return new CommandResult(false, $"{agent.Label} has read {delivery.Id}; send a new message.");
        }

        if (session.Journal.Deliveries.NewestCopyOf(delivery) is { } copy)
        {
            return new CommandResult(
                false, $"{delivery.Id} was sent again already, as {copy.Id}, which is {copy.State.Word()}; `cccc message retry {copy.Id}` is about that one.");
        }

        if (MessageText.BodyOf(session.Mailbox, delivery) is not { } body)
        {
            return new CommandResult(false, $"The text of {delivery.Id} is no longer kept.");
        }

        var from = Address.Parse(delivery.From) ?? Address.User;
        var id = session.NewMessageId();
        // The intent first: a crash in between leaves a copy that does not exist and is no copy, not one that nobody knows of.
        await session.Journal.RecordAsync(LedgerKinds.Retried, ("to", agent.Label), ("mid", delivery.Id), ("as", id));
        var file = await mail.SendAsync(new Letter(from, agent.Address, body, id, Urgent: delivery.Urgent, ReplyTo: delivery.ReplyTo));
        session.Show(TimelineKind.HandOff, $"{delivery.From} → {agent.Label}", $"(sent again, was {delivery.Id})\n{body}", file.MessageId);
        return new CommandResult(true, $"{delivery.Id} was sent again as {file.MessageId}: stored for {agent.Label} ({file.Sequence:D6}).", [file.MessageId]);
    }

    private async Task<CommandResult> CancelAsync(MessageLife delivery, Agent agent)
    {
        if (delivery.HasLeft)
        {
            return new CommandResult(false, $"{delivery.Id} is {delivery.State.Word()}: there is nothing to take back.");
        }

        return await WithdrawAsync(delivery, agent, LedgerKinds.Cancelled, "by the user")
            ? new CommandResult(
                true, $"{delivery.Id} was taken out of the inbox of {agent.Label}{(delivery.State >= DeliveryState.Typed ? "; it had been announced already" : "")}.", [delivery.Id])
            : new CommandResult(false, $"{agent.Label} was faster: {delivery.Id} is no longer in its inbox.");
    }

    /// <returns>False when the agent was faster; the watcher tells where the file went.</returns>
    private async Task<bool> WithdrawAsync(MessageLife delivery, Agent agent, string kind, string reason)
    {
        // The intent first: after a crash in between, the next start finishes it.
        await session.Journal.RecordAsync(LedgerKinds.Withdraw, ("to", agent.Label), ("mid", delivery.Id), ("why", kind));
        if (agent.Book.Find(delivery.Id) is not { } message || !session.Mailbox.Withdraw(message.File))
        {
            return false;
        }

        agent.Book.Remove(delivery.Id);
        agent.Run.RulesGiven &= !message.CarriesRules;
        agent.Nudges.Acknowledged(delivery.Id, session.Now);
        agent.InboxCount = Math.Max(0, agent.InboxCount - 1);
        await RecordWithdrawnAsync(delivery, kind, reason);
        return true;
    }
}
