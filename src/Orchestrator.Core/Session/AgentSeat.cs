using Orchestrator.Core.Judging;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

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

    /// <summary>The last line of ours: a CLI that is interrupted puts it back into its composer.</summary>
    public string? LastLine { get; set; }

    /// <summary>What the composer made of it, when it was left standing there.</summary>
    public string? LastDraft { get; set; }

    /// <summary>Nothing is typed before then: the screen was not as it had been judged.</summary>
    public DateTimeOffset? TypeAgainAt { get; set; }

    /// <summary>How often in a row a line was held back at the last moment.</summary>
    public int HeldBack { get; set; }

    public UrgentInterrupt? Interrupt { get; set; }

    public PromptWatch Prompts { get; } = new();

    /// <summary>The user has been told of the prompt that it shows.</summary>
    public bool ToldOfPrompt { get; set; }

    /// <summary>How many prompts the user has been told of.</summary>
    public int PromptsTold { get; set; }

    public AnsweredPrompt? Answered { get; set; }

    /// <summary>What its own hooks reported last.</summary>
    public string? Hook { get; set; }

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

    public AgentView View() => new(Role, Actor.Id, State, StateSince, Waiting?.Sentence, InboxCount, ProcessedCount, ProcessId) { Prompt = Prompts.Shown, PromptsTold = PromptsTold, LimitedUntil = State == AgentState.Limited ? Judge?.Current.ResetsAt : null };
}

/// <summary>A turn is being stopped for an urgent message.</summary>
/// <param name="Presses">How often the key was typed.</param>
/// <param name="Next">When it may be typed again.</param>
internal sealed record UrgentInterrupt(string MessageId, int Presses, DateTimeOffset Next);

/// <summary>An answer was typed into this prompt; it should have gone by then.</summary>
internal sealed record AnsweredPrompt(string PromptId, DateTimeOffset Until);

/// <summary>A nudge that is being typed, and the messages that it announces.</summary>
/// <param name="What">How the user is told of it.</param>
internal sealed record StrokeUnderWay(Stroke Stroke, IReadOnlyList<string> MessageIds, string What = "A nudge")
{
    public StrokePhase ToldPhase { get; set; } = StrokePhase.Ready;

    /// <summary>Who waits for its end is told here instead of in the timeline; or null.</summary>
    public Action<Stroke>? Over { get; init; }
}
