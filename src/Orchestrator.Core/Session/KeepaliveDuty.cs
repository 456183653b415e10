using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;

namespace Orchestrator.Core.Session;

/// <summary>An agent that reported progress and fell silent is told to go on.</summary>
internal sealed class KeepaliveDuty(SessionContext session, Agent agent, MailRoutes mail, PostOffice post, TurnLimits limits) : IDuty
{
    public string Name => "keepalive";

    public Agent? Agent => agent;

    public DateTimeOffset? Due => agent.Keepalive.HeldFor is null ? agent.Keepalive.Wake : (agent.Run.Hands.Obstacle ?? limits.Of(Name, agent))?.OpensAt;

    public TimerView? View
    {
        get
        {
            var keepalive = agent.Keepalive;
            if (keepalive.Due is not { } due)
            {
                return null;
            }

            var held = keepalive.HeldFor is { } reason ? $", waits: {reason}" : "";
            return new TimerView(Name, agent.Role, due, keepalive.Sent >= keepalive.Max
                ? $"keepalive {agent.Label} {keepalive.Sent}/{keepalive.Max}, last one sent"
                : $"keepalive {agent.Label} {keepalive.Sent + 1}/{keepalive.Max}{held}");
        }
    }

    private string? Obstacle
    {
        get
        {
            if (agent.InboxCount > 0 || agent.Nudges.Open > 0)
            {
                return $"mail waits in the inbox of {agent.Label}";
            }

            return post.Holds(agent.Role) ? $"mail of {agent.Label} is being delivered" : (agent.Run.Hands.Obstacle ?? limits.Of(Name, agent))?.Sentence;
        }
    }

    public async Task AdvanceAsync()
    {
        var keepalive = agent.Keepalive;
        var verdict = keepalive.Check(Obstacle, session.Now);
        switch (verdict.Action)
        {
            case KeepaliveAction.Send:
                await mail.SendAsync(new Letter(Address.System, agent.Address, verdict.Text!, session.NewMessageId(), IsKeepalive: true));
                keepalive.WasSent(session.Now);
                session.Log(LogLevel.Information, $"Keepalive {keepalive.Sent}/{keepalive.Max} for {agent.Label}.");
                await session.Journal.RecordAsync(
                    LedgerKinds.KeepaliveSent, ("peer", agent.Label), ("single_peer", session.SinglePeer), ("nudge_count", keepalive.Sent), ("state", agent.State.ToString()));
                break;
            case KeepaliveAction.Hold when verdict.IsNews:
                await session.Journal.RecordAsync(LedgerKinds.KeepaliveSkipped, ("peer", agent.Label), ("reason", verdict.Reason));
                break;
            case KeepaliveAction.Exhausted:
                session.Show(
                    TimelineKind.System, agent.Label, $"{keepalive.Sent} keepalives brought no new progress; it is left alone until it reports some or you write to it.");
                await session.Journal.RecordAsync(LedgerKinds.KeepaliveExhausted, ("peer", agent.Label), ("count", keepalive.Sent), ("max", keepalive.Max));
                break;
        }
    }
}
