using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>An agent that has had much mail and rests is told to compact its context, by its own command.</summary>
internal sealed class CompactDuty(SessionContext session, Agent agent, TurnLimits limits) : IDuty
{
    public string Name => "compact";

    public Agent? Agent => agent;

    public DateTimeOffset? Due => agent.Run.Hands.Stroke is not null || RestedAt is not { } rested ? null
        : rested > session.Now ? rested
        : (limits.Of(Name, agent) ?? agent.Run.Hands.Obstacle)?.OpensAt;

    public TimerView? View => RestedAt is { } rested ? new TimerView(Name, agent.Role, rested, $"when it is idle and has no mail{limits.Waits(Name, agent)}") : null;

    private RhythmSettings Settings => session.Settings.Rhythm;

    /// <summary>When the agent may be told to compact if it goes on resting, or null when there is nothing to compact.</summary>
    private DateTimeOffset? RestedAt
    {
        get
        {
            var compactions = session.Journal.Compactions;
            if (!Settings.CompactEnabled || agent.Actor.CompactCommand is null || !agent.IsUp || agent.State != AgentState.Idle
                || agent.Nudges.Open > 0 || compactions.Messages(agent.Label) < Settings.CompactMessages)
            {
                return null;
            }

            var rested = agent.Run.StateSince + Settings.CompactIdle;
            return compactions.LastAt(agent.Label) + Settings.CompactInterval is { } interval && interval > rested ? interval : rested;
        }
    }

    public async Task AdvanceAsync()
    {
        if (RestedAt is not { } due || due > session.Now || agent.Run.Hands.Stroke is not null)
        {
            return;
        }

        // The same gate as for a nudge: never into a prompt, a draft, a busy agent.
        var obstacle = limits.Of(Name, agent) ?? agent.Run.Hands.Obstacle;
        await limits.NoteAsync(Name, agent, obstacle);
        if (obstacle is not null)
        {
            return;
        }

        var command = agent.Actor.CompactCommand!;
        var stroke = agent.Run.Hands.StrokeOf(command);
        await session.Journal.RecordAsync(
            LedgerKinds.AutoCompact, ("peer", agent.Label), ("actor", agent.Actor.Id), ("messages_since_last", session.Journal.Compactions.Messages(agent.Label)),
            ("idle_s", (long)(session.Now - agent.Run.StateSince).TotalSeconds));
        session.Show(TimelineKind.System, agent.Label, $"has rested and had much mail: it is told to compact its context ({command}).");
        agent.Run.Hands.Begin(new StrokeUnderWay(stroke, [], command));
    }
}
