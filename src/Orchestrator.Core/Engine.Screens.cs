using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core;

/// <content>What the agents show and what a human types into them.</content>
public sealed partial class Engine
{
    private Task OnScreenAsync(ScreenObserved observed)
    {
        if (_seats.TryGetValue(observed.Role, out var seat) && seat is { IsUp: true, Judge: { } judge })
        {
            seat.Screen = observed.Screen;
            Enter(seat, judge.Observe(observed.Screen, Now));
        }

        return Task.CompletedTask;
    }

    private void OnActorsChanged(ImmutableArray<ActorDefinition> actors)
    {
        foreach (var seat in _seats.Values.OrderBy(seat => seat.Role))
        {
            if (seat.Judge is not { } judge || actors.FirstOrDefault(actor => actor.Id == seat.Actor.Id) is not { } actor || !judge.ReplaceRules(actor))
            {
                continue;
            }

            Show(TimelineKind.System, "Settings", $"The rules by which the screen of {seat.Label} is judged have changed and count from now on.");
            if (seat.Screen is not null)
            {
                Enter(seat, judge.Reconsider(Now));
            }
        }
    }

    private void Enter(AgentSeat seat, Judgement judgement)
    {
        foreach (var rule in seat.Judge!.TakeTimedOutRules())
        {
            Log(LogLevel.Warning, $"The {rule.State} rule /{rule.Pattern}/ of {seat.Actor.Id} takes too long to match and is left out until {seat.Label} is started again.");
        }

        if (!seat.Enter(judgement.State, Now))
        {
            return;
        }

        Log(LogLevel.Debug, $"{seat.Label} is {judgement}");
        if (judgement.State is AgentState.NeedsInput or AgentState.Limited)
        {
            Show(TimelineKind.Warning, seat.Label, judgement.State == AgentState.NeedsInput
                ? "shows a prompt that waits for your answer in its pane; mail for it is held back until then"
                : $"has reached its usage limit: {judgement.Evidence}");
        }
    }

    private void OnHumanTyped(HumanTyped typed)
    {
        if (_seats.TryGetValue(typed.Role, out var seat))
        {
            seat.HumanTypedAt = Now;
            seat.Stroke?.Stroke.HumanTyped(Now);
        }
    }
}
