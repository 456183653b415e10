using System.Collections.Immutable;
using System.Text;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>What the user says to the agents, and to all of them: stop, go on. Used on the engine's loop only.</summary>
internal sealed class UserDesk(SessionContext session, MailRoutes mail)
{
    private const int MostKeyCharacters = 200;

    public async Task<CommandResult> SendAsync(Route route, string text, SendOptions options)
    {
        if (ReasonNotToSend(route, text, options) is { } reason)
        {
            return new CommandResult(false, reason);
        }

        var stored = new List<string>();
        var ids = ImmutableArray.CreateBuilder<string>();
        var deliveries = session.Journal.Deliveries;
        foreach (var agent in session.Agents.All.Where(agent => Reaches(route, agent.Role)))
        {
            if (options.Key is { } key && deliveries.OfKey(agent.Label, key) is { } known && deliveries.Find(agent.Label, known) is not { State: DeliveryState.Refused })
            {
                ids.Add(known);
                stored.Add($"{agent.Label} (before, as {known})");
                continue;
            }

            try
            {
                var letter = new Letter(
                    Address.User, agent.Address, text, session.NewMessageId(), Urgent: options.Urgent, Expires: session.Now + options.TimeToLive, Key: options.Key,
                    ReplyTo: options.ReplyTo);
                var file = await mail.SendAsync(letter);
                agent.Keepalive.UserSpoke(session.Now);
                ids.Add(file.MessageId);
                stored.Add($"{agent.Label} ({file.Sequence:D6})");
                session.Show(TimelineKind.User, $"User → {agent.Label}", text, file.MessageId);
            }
            catch (Exception e) when (SessionContext.IsStorageFault(e))
            {
                session.LogError($"The user's message for {agent.Label} was not stored.", e);
                var before = stored.Count == 0 ? "" : $"stored for {string.Join(" and ", stored)}, but ";
                return new CommandResult(false, $"{before}not stored for {agent.Label}: {e.Message}", ids.ToImmutable());
            }
        }

        var paused = session.Journal.Paused ? "; delivery is paused" : "";
        return new CommandResult(true, $"stored for {string.Join(" and ", stored)}{paused}", ids.ToImmutable());
    }

    public async Task<CommandResult> PauseAsync()
    {
        if (session.Journal.Paused)
        {
            return new CommandResult(true, "Delivery is paused already.");
        }

        await session.Journal.RecordAsync(LedgerKinds.Paused);
        session.Show(TimelineKind.System, "System", "Paused: mail is stored, nothing is typed.");
        return new CommandResult(true, "Paused: mail is stored, nothing is typed.");
    }

    public async Task<CommandResult> ResumeAsync()
    {
        if (!session.Journal.Paused)
        {
            return new CommandResult(true, "Delivery is not paused.");
        }

        await session.Journal.RecordAsync(LedgerKinds.Resumed);
        foreach (var agent in session.Agents.All)
        {
            agent.Nudges.RemindNow();
        }

        session.Show(TimelineKind.System, "System", "Resumed.");
        return new CommandResult(true, "Resumed.");
    }

    private static bool Reaches(Route route, AgentRole role) => route switch
    {
        Route.PeerA => role == AgentRole.PeerA,
        Route.PeerB => role == AgentRole.PeerB,
        _ => true,
    };

    private string? ReasonNotToSend(Route route, string text, SendOptions options)
    {
        if (!session.IsRunning)
        {
            return session.Phase == SessionPhase.Setup ? "No agent is launched yet." : "The session is ending.";
        }

        if (session.SinglePeer && route == Route.PeerB)
        {
            return "Single-peer mode, use /a";
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return "There is nothing to send: the message is empty.";
        }

        var most = session.Settings.Delivery.MaxMessageBytes;
        if (Encoding.UTF8.GetByteCount(text) is var bytes && bytes > most)
        {
            return $"The message has {bytes} bytes; delivery.max_message_bytes allows {most}. Put the text into a file of the project and send its path.";
        }

        if (options.Key is { Length: 0 or > MostKeyCharacters })
        {
            return $"A key has 1 to {MostKeyCharacters} characters.";
        }

        return options.ReplyTo is { } answered && session.Journal.Deliveries.Search(answered).All(delivery => delivery.Id != answered)
            ? $"There is no message {answered} to reply to; `cccc message list` shows those that there are." : null;
    }
}
