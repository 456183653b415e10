using System.Text;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <summary>An agent is told of its mail, reminded of it, and stopped for what is urgent. Used on the engine's loop only.</summary>
internal sealed class NudgeDuty(SessionContext session, Agent agent, TurnLimits limits) : IDuty
{
    /// <summary>How often the interrupt key is typed for one message.</summary>
    private const int MostInterrupts = 3;

    private static readonly TimeSpan InterruptPatience = TimeSpan.FromMilliseconds(1500);

    /// <summary>Of the process that it was typed into, and of no other.</summary>
    private UrgentInterrupt? _interrupt;

    public string Name => "nudge";

    public Agent? Agent => agent;

    public DateTimeOffset? Due
    {
        get
        {
            DateTimeOffset?[] all =
            [
                agent.Waiting is null ? agent.Nudges.Due : agent.Waiting.OpensAt,
                agent.Waiting?.Kind == ObstacleKind.Busy && Interrupt is { Presses: < MostInterrupts } interrupt && interrupt.Next > session.Now ? interrupt.Next : null,
            ];
            return all.Min();
        }
    }

    public TimerView? View => agent.Nudges.Due is { } due ? new TimerView(Name, agent.Role, due, $"reminder {agent.Label}") : null;

    private UrgentInterrupt? Interrupt => _interrupt?.Run == agent.Run ? _interrupt : null;

    public async Task AdvanceAsync()
    {
        var nudges = agent.Nudges;
        if (nudges.GivesUp(session.Now))
        {
            session.Show(
                TimelineKind.Warning, agent.Label,
                $"{nudges.Open} message(s) wait in its inbox, and {session.Settings.Delivery.NudgeMaxRetries} reminders had no effect. Please look at its pane.");
            await session.Journal.RecordDeliveryAsync(agent.Label, LedgerKinds.NudgeGivenUp, [.. nudges.OpenMessages]);
        }

        if (nudges.Wanted(session.Now) is not { } wanted)
        {
            agent.Waiting = null;
            return;
        }

        var urgent = nudges.OpenMessages.FirstOrDefault(id => !nudges.IsAnnounced(id) && agent.Book.Find(id) is { Urgent: true });
        if ((agent.Run.Hands.Obstacle ?? limits.OfIdleTalk(agent)) is { } obstacle)
        {
            await WaitAsync(obstacle);
            if (obstacle.Kind == ObstacleKind.Busy && urgent is not null)
            {
                StopTurn(urgent);
            }
            else if (obstacle.Kind == ObstacleKind.Draft)
            {
                agent.Run.Hands.TakeBackOwnLine();
            }

            return;
        }

        agent.Waiting = null;
        _interrupt = null;
        await TypeAsync(urgent is null ? wanted : wanted with { About = urgent });
    }

    private async Task WaitAsync(Obstacle obstacle)
    {
        var isNews = agent.Waiting?.Kind != obstacle.Kind;
        agent.Waiting = obstacle;
        var fresh = agent.Nudges.OpenMessages.Where(id => !agent.Nudges.IsAnnounced(id)).ToList();
        await session.Journal.RecordDeliveryAsync(
            agent.Label, LedgerKinds.Waiting, isNews ? fresh : session.Journal.Deliveries.Before(agent.Label, fresh, DeliveryState.Waiting), ("why", obstacle.Sentence));
    }

    private async Task TypeAsync(WantedNudge wanted)
    {
        var ids = agent.Nudges.OpenMessages.ToList();
        var stroke = agent.Run.Hands.StrokeOf(Line(wanted));
        // One append: what is recorded as typed is typed next, with nothing that can fail in between.
        var urgent = UrgentOf(ids).ToList();
        var typed = session.Journal.Record(LedgerKinds.Typed, ("to", agent.Label), ("mids", ids), ("reminder", wanted.IsReminder));
        await session.Journal.RecordAsync([typed, .. urgent.Select(one => one.Record)]);
        foreach (var (_, sentence, id) in urgent)
        {
            session.Show(TimelineKind.Delivery, agent.Label, sentence, id);
        }

        agent.Nudges.Typed(wanted, session.Now);
        agent.Run.Hands.Begin(new StrokeUnderWay(stroke, ids));
    }

    private string Line(WantedNudge wanted)
    {
        var at = session.LocalNow;
        if (wanted.About is not { } id || agent.Book.Find(id) is not { } delivery)
        {
            return NudgeText.Backlog(session.Project, agent.Role, at);
        }

        return delivery.IsKeepalive
            ? NudgeText.KeepaliveLine(session.Project, agent.Role, at)
            : NudgeText.Arrival(session.Project, delivery.File, delivery.Headline, at, urgent: delivery.Urgent);
    }

    // Between "urgent" and the agent's ear lies what it was doing: how long that took is what its user wants to know.
    private IEnumerable<(LedgerRecord Record, string Sentence, string MessageId)> UrgentOf(IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
        {
            if (agent.Nudges.IsAnnounced(id) || session.Journal.Deliveries.Find(agent.Label, id) is not { Urgent: true } delivery)
            {
                continue;
            }

            var took = session.WallNow > delivery.StoredAt ? session.WallNow - delivery.StoredAt : TimeSpan.Zero;
            var waited = delivery.Steps.LastOrDefault(step => step.State == DeliveryState.Waiting)?.Note;
            yield return (
                session.Journal.Record(LedgerKinds.UrgentStopped, ("to", agent.Label), ("mid", id), ("after_ms", (long)took.TotalMilliseconds), ("why", waited)),
                waited is null
                    ? $"urgent mail is told at once ({took.TotalSeconds:0.0} s)."
                    : $"stopped {took.TotalSeconds:0.0} s after the urgent mail came ({waited}); it is told now.",
                id);
        }
    }

    /// <summary>Stops the turn that an urgent message waits for, by the agent's own key.</summary>
    private void StopTurn(string messageId)
    {
        var run = agent.Run;
        if (agent.Actor.InterruptKeys is not { } keys || run.Judge.Current is not { State: AgentState.Busy, Rule: not null } || session.Journal.Paused || run.Hands.IsHumanTyping)
        {
            return;
        }

        var before = Interrupt is { } last && last.MessageId == messageId ? last : null;
        if (before is not null && (before.Presses >= MostInterrupts || before.Next > session.Now))
        {
            return;
        }

        var interrupt = new UrgentInterrupt(run, messageId, before?.Presses ?? 0, session.Now + InterruptPatience);
        _interrupt = interrupt;
        run.Hands.Write(Encoding.UTF8.GetBytes(keys), TypedWhile.Busy, async why =>
        {
            if (why is not null)
            {
                session.Log(LogLevel.Debug, $"The interrupt key was held back from {agent.Label}: {why}.");
                return;
            }

            // One that was held back is none of the few that may be typed.
            var press = interrupt.Presses + 1;
            _interrupt = _interrupt == interrupt ? interrupt with { Presses = press } : _interrupt;
            if (press == 1)
            {
                session.Show(TimelineKind.Delivery, agent.Label, "is told to stop its turn: urgent mail waits.", messageId);
            }

            await session.Journal.RecordAsync(LedgerKinds.Interrupted, ("to", agent.Label), ("mid", messageId), ("press", press));
        });
    }

    /// <summary>A turn is being stopped for an urgent message.</summary>
    /// <param name="Presses">How often the key was typed.</param>
    /// <param name="Next">When it may be typed again.</param>
    private sealed record UrgentInterrupt(AgentRun Run, string MessageId, int Presses, DateTimeOffset Next);
}
