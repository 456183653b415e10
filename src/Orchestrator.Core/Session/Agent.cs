using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <summary>What lasts of one agent, however often its process is another one: its seat, its mail, its rhythm. Used on the engine's loop only.</summary>
/// <param name="actorId">Who plays it; what that actor is now, <see cref="ActorsInForce"/> says.</param>
internal sealed class Agent(AgentRole role, string actorId, SessionContext session, NudgeSchedule nudges, Keepalive keepalive)
{
    public AgentRole Role { get; } = role;

    public string Label { get; } = role.Label();

    public Address Address { get; } = Address.Of(role);

    public ActorDefinition Actor => session.Actors.Find(actorId) ?? throw new InvalidOperationException($"The actor {actorId} of {Label} is gone.");

    public NudgeSchedule Nudges { get; } = nudges;

    public Keepalive Keepalive { get; } = keepalive;

    public DeliveryBook Book { get; } = new();

    /// <summary>Its process: the one that runs, or the last one; before the first start one that never was.</summary>
    public AgentRun Run { get; private set; } = null!;

    public bool IsUp => Run.IsUp;

    public AgentState State => Run.State;

    /// <summary>Why its mail is not typed now, or null.</summary>
    public Obstacle? Waiting { get; set; }

    /// <summary>After a fault (a full disk): nothing is tried for this agent until then, or the loop would try without a pause.</summary>
    public DateTimeOffset? StalledUntil { get; set; }

    public int InboxCount { get; set; }

    public int ProcessedCount { get; set; }

    /// <summary>How many prompts the user has been told of.</summary>
    public int PromptsTold { get; set; }

    /// <summary>From now on its process is another one.</summary>
    public void Take(AgentRun run) => Run = run;

    public AgentView View() => new(Role, Actor.Id, State, session.Wall(Run.StateSince), Waiting?.Sentence, InboxCount, ProcessedCount, Run.ProcessId)
    {
        Prompt = Run.Prompts.Shown,
        PromptsTold = PromptsTold,
        LimitedUntil = State == AgentState.Limited && Run.Judge.Current.ResetsAt is { } resets ? session.Local(resets) : null,
    };
}
