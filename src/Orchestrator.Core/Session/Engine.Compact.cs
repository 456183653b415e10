using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <content>An agent that has had much mail and rests is told to compact its context, by its own command.</content>
public sealed partial class Engine
{
    /// <summary>When the agent may be told to compact if it goes on resting, or null when there is nothing to compact.</summary>
    private DateTimeOffset? CompactDue(AgentSeat seat)
    {
        if (!Rhythm.CompactEnabled || seat.Actor.CompactCommand is null || !seat.IsUp || seat.State != AgentState.Idle
            || seat.Nudges.Open > 0 || _compactions.Messages(seat.Label) < Rhythm.CompactMessages)
        {
            return null;
        }

        var rested = seat.StateSince + Rhythm.CompactIdle;
        return _compactions.LastAt(seat.Label) + Rhythm.CompactInterval is { } interval && interval > rested ? interval : rested;
    }

    private async Task AdvanceCompactAsync(AgentSeat seat)
    {
        if (CompactDue(seat) is not { } due || due > Now || seat.Stroke is not null)
        {
            return;
        }

        // The same gate as for a nudge: never into a prompt, a draft, a busy agent.
        var obstacle = TimerObstacle("compact", seat) ?? ObstacleFor(seat);
        await NoteRefusalAsync("compact", seat, obstacle);
        if (obstacle is not null)
        {
            return;
        }

        var stroke = new Stroke(seat.Actor.CompactCommand!, seat.Actor, seat.Screen!, _settings.Delivery.HumanQuiet);
        await RecordAsync(
            LedgerKinds.AutoCompact, ("peer", seat.Label), ("actor", seat.Actor.Id), ("messages_since_last", _compactions.Messages(seat.Label)),
            ("idle_s", (long)(Now - seat.StateSince).TotalSeconds));
        Show(TimelineKind.System, seat.Label, $"has rested and had much mail: it is told to compact its context ({seat.Actor.CompactCommand}).");
        Begin(seat, new StrokeUnderWay(stroke, [], seat.Actor.CompactCommand!));
    }
}
