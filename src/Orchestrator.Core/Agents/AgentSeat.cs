using Orchestrator.Core.Delivery;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Agents;

/// <summary>All that the engine knows of one agent of this session. Touched by the engine's loop only.</summary>
internal sealed class AgentSeat(AgentRole role, ActorDefinition actor, NudgeSchedule nudges, Keepalive keepalive)
{
    public AgentRole Role { get; } = role;

    public string Label { get; } = role.Label();

    public ActorDefinition Actor { get; } = actor;

    public NudgeSchedule Nudges { get; } = nudges;

    public Keepalive Keepalive { get; } = keepalive;

    public DeliveryBook Book { get; } = new();

    public AgentState State { get; private set; } = AgentState.Absent;

    public DateTimeOffset StateSince { get; private set; }

    public int? ProcessId { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>True from the request to start until the agent has ended: a process is there or will be.</summary>
    public bool IsUp { get; set; }

    /// <summary>Was told to end in order to be started again.</summary>
    public bool IsRestarting { get; set; }

    /// <summary>The rules of its role have reached its inbox since it was started.</summary>
    public bool RulesGiven { get; set; }

    /// <summary>It was told since it was started that its messages lack an insight block.</summary>
    public bool InsightHinted { get; set; }

    public StateJudge? Judge { get; set; }

    public ScreenObservation? Screen { get; set; }

    public DateTimeOffset? HumanTypedAt { get; set; }

    public StrokeUnderWay? Stroke { get; set; }

    /// <summary>Why its mail is not typed now, or null.</summary>
    public Obstacle? Waiting { get; set; }

    /// <summary>After a fault (a full disk): nothing is tried for this agent until then, or the loop would try without a pause.</summary>
    public DateTimeOffset? StalledUntil { get; set; }

    public int InboxCount { get; set; }

    public int ProcessedCount { get; set; }

    /// <returns>True when the state is another one than before.</returns>
    public bool Enter(AgentState state, DateTimeOffset now)
    {
        if (State == state)
        {
            return false;
        }

        State = state;
        StateSince = now;
        return true;
    }

    public AgentView View() => new(Role, Actor.Id, State, StateSince, Waiting?.Sentence, InboxCount, ProcessedCount, ProcessId);
}

/// <summary>A nudge that is being typed, and the messages that it announces.</summary>
/// <param name="What">How the user is told of it.</param>
internal sealed record StrokeUnderWay(Stroke Stroke, IReadOnlyList<string> MessageIds, string What = "A nudge")
{
    public StrokePhase ToldPhase { get; set; } = StrokePhase.Ready;
}
