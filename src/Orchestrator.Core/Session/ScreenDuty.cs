using System.Globalization;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>What an agent shows: judged when it changes and when time makes a difference, and what follows for a prompt and for a line that is being typed.</summary>
internal sealed class ScreenDuty(SessionContext session, Agent agent) : IDuty
{
    public string Name => "screen";

    public Agent? Agent => agent;

    public bool IsAlways => true;

    public DateTimeOffset? Due
    {
        get
        {
            var run = agent.Run;
            DateTimeOffset?[] all = [run.IsUp ? run.Judge.Due : null, .. agent.StalledUntil is null ? [run.Hands.Due, run.Prompts.Due, run.Answered?.Until] : Array.Empty<DateTimeOffset?>()];
            return all.Min();
        }
    }

    public void OnScreen(ScreenObservation screen)
    {
        if (agent.IsUp)
        {
            agent.Run.Saw(screen);
            Enter(agent.Run.Judge.Observe(agent.Run.Screen!, session.Now));
        }
    }

    public void OnHook(string report)
    {
        if (agent.IsUp)
        {
            agent.Run.Reported(report);
            if (agent.Run.Screen is { } screen)
            {
                Enter(agent.Run.Judge.Observe(screen, session.Now));
            }
        }
    }

    public void OnActorsChanged()
    {
        if (agent.Run.Judge.ReplaceRules(agent.Actor))
        {
            session.Show(TimelineKind.System, "Settings", $"The rules by which the screen of {agent.Label} is judged have changed and count from now on.");
            if (agent.Run.Screen is not null)
            {
                Enter(agent.Run.Judge.Reconsider(session.Now));
            }
        }
    }

    public AgentExplanation Explain()
    {
        var run = agent.Run;
        return new AgentExplanation(
            agent.Role, agent.Actor, run.State, session.Wall(run.StateSince), run.Judge.Current, run.Screen, run.Screen is { } screen ? run.Judge.NearMisses(screen) : [],
            run.Hands.Obstacle?.Sentence);
    }

    public async Task AdvanceAsync()
    {
        var run = agent.Run;
        if (run.IsUp && run.Judge.Due <= session.Now)
        {
            Enter(run.Judge.Reconsider(session.Now));
        }

        if (run.IsUp && run.Prompts.Due <= session.Now)
        {
            NotePrompt(run.Judge.Current);
        }

        CheckAnswer();
        if (agent.StalledUntil is null)
        {
            await TellOfPromptAsync();
            await run.Hands.AdvanceAsync();
        }
    }

    private void Enter(Judgement judgement)
    {
        foreach (var rule in agent.Run.Judge.TakeTimedOutRules())
        {
            session.Log(LogLevel.Warning, $"The {rule.State} rule /{rule.Pattern}/ of {agent.Actor.Id} takes too long to match and is left out until {agent.Label} is started again.");
        }

        NotePrompt(judgement);
        if (!agent.Run.Enter(judgement.State, session.Now))
        {
            return;
        }

        agent.Run.ToldOfPrompt = false;
        session.Log(LogLevel.Debug, $"{agent.Label} is {judgement}");
        if (judgement.State == AgentState.Limited)
        {
            var until = judgement.ResetsAt is { } resets
                ? string.Create(CultureInfo.InvariantCulture, $"; mail for it waits until {session.Local(resets):ddd HH:mm}")
                : "; mail for it waits until it is over";
            session.Show(TimelineKind.Warning, agent.Label, $"has reached its usage limit: {judgement.Evidence}{until}");
        }
    }

    /// <summary>The screen has been judged: which prompt it shows, if it shows one.</summary>
    private void NotePrompt(Judgement judgement)
    {
        var run = agent.Run;
        if (run.Screen is not { } screen)
        {
            return;
        }

        if (judgement.State != AgentState.NeedsInput)
        {
            run.Prompts.LookAway(screen);
            run.Answered = null;
        }
        else if (run.Prompts.Look(screen, agent.Actor.PromptBegins, judgement.Rule, session.Now))
        {
            // The next one, right behind the one that was answered, is news.
            run.ToldOfPrompt &= run.Answered is null;
            run.Answered = null;
        }
    }

    /// <summary>Told once the prompt stands there whole: what it asks is part of it.</summary>
    private async Task TellOfPromptAsync()
    {
        if (agent.Run is not { ToldOfPrompt: false, Prompts.Shown: { } prompt } run)
        {
            return;
        }

        run.ToldOfPrompt = true;
        agent.PromptsTold++;
        session.Show(
            TimelineKind.Warning, agent.Label, $"shows a prompt that waits for your answer, in its pane{PromptDesk.Ways(prompt, agent.Role)}; mail for it is held back until then.");
        var judgement = run.Judge.Current;
        await session.Journal.RecordAsync(
            LedgerKinds.PromptShown, ("peer", agent.Label), ("prompt", prompt.Id), ("rule", judgement.Rule?.Name), ("evidence", ShortText.Cut(judgement.Evidence)));
    }

    private void CheckAnswer()
    {
        if (agent.Run.Answered is { } answered && answered.Until <= session.Now)
        {
            agent.Run.Answered = null;
            session.Show(TimelineKind.Warning, agent.Label, "Its prompt still stands there after your answer. Please look at its pane.");
        }
    }
}
