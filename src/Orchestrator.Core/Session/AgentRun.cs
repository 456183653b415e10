using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>
/// All that is of one process of an agent and of no other: what it shows, what was typed into it, what it has been told. A start makes a new one, so
/// nothing is reset by hand. Used on the engine's loop only.
/// </summary>
internal sealed class AgentRun
{
    private AgentRun(ActorDefinition actor, SteadyClock clock, AgentState state, DateTimeOffset at, bool isUp)
    {
        Judge = new StateJudge(actor, clock.LocalTimeZone, () => clock.Ahead);
        State = state;
        StateSince = at;
        StartedAt = at;
        IsUp = isUp;
    }

    public AgentState State { get; private set; }

    public DateTimeOffset StateSince { get; private set; }

    public DateTimeOffset StartedAt { get; }

    public int? ProcessId { get; set; }

    /// <summary>True from the request to start until the agent has ended: a process is there or will be.</summary>
    public bool IsUp { get; private set; }

    /// <summary>Was told to end in order to be started again.</summary>
    public bool IsRestarting { get; set; }

    /// <summary>The rules of its role have reached its inbox since it was started.</summary>
    public bool RulesGiven { get; set; }

    /// <summary>It was told since it was started that its messages lack an insight block.</summary>
    public bool InsightHinted { get; set; }

    public StateJudge Judge { get; }

    public ScreenObservation? Screen { get; private set; }

    /// <summary>What its own hooks reported last.</summary>
    public string? Hook { get; private set; }

    public DateTimeOffset? HumanTypedAt { get; set; }

    public PromptWatch Prompts { get; } = new();

    /// <summary>The user has been told of the prompt that it shows.</summary>
    public bool ToldOfPrompt { get; set; }

    /// <summary>An answer of the user's was typed into its prompt, which should go.</summary>
    public AnsweredPrompt? Answered { get; set; }

    public Hands Hands { get; private set; } = null!;

    /// <summary>Before the first start.</summary>
    /// <exception cref="ArgumentException">A rule's pattern is no regular expression.</exception>
    public static AgentRun NotStarted(SessionContext session, Agent agent, IAgentTerminals terminals) =>
        Make(session, agent, terminals, AgentState.Absent, default, isUp: false);

    /// <summary>Its process is asked for now.</summary>
    /// <exception cref="ArgumentException">A rule's pattern is no regular expression.</exception>
    public static AgentRun Starting(SessionContext session, Agent agent, IAgentTerminals terminals) =>
        Make(session, agent, terminals, AgentState.Starting, session.Now, isUp: true);

    public void Saw(ScreenObservation screen) => Screen = screen with { Hook = Hook };

    public void Reported(string hook)
    {
        Hook = hook;
        Screen = Screen is { } screen ? screen with { Hook = hook } : null;
    }

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

    public void End(DateTimeOffset now)
    {
        IsUp = false;
        ProcessId = null;
        Screen = null;
        Prompts.Clear();
        Answered = null;
        Enter(AgentState.Exited, now);
    }

    private static AgentRun Make(SessionContext session, Agent agent, IAgentTerminals terminals, AgentState state, DateTimeOffset at, bool isUp)
    {
        var run = new AgentRun(agent.Actor, session.Time, state, at, isUp);
        run.Hands = new Hands(session, agent, run, terminals);
        return run;
    }
}

/// <summary>An answer was typed into this prompt; it should have gone by then.</summary>
internal sealed record AnsweredPrompt(string PromptId, DateTimeOffset Until);
