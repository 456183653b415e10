using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <content>What the agents show and what a human types into them.</content>
public sealed partial class Engine
{
    private Task OnScreenAsync(ScreenObserved observed)
    {
        if (_seats.TryGetValue(observed.Role, out var seat) && seat is { IsUp: true, Judge: { } judge })
        {
            seat.Screen = observed.Screen with { Hook = seat.Hook };
            Enter(seat, judge.Observe(seat.Screen, Now));
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

        NotePrompt(seat, judgement);
        if (!seat.Enter(judgement.State, Now))
        {
            return;
        }

        seat.ToldOfPrompt = false;

        Log(LogLevel.Debug, $"{seat.Label} is {judgement}");
        if (judgement.State == AgentState.Limited)
        {
            var until = judgement.ResetsAt is { } resets ? string.Create(CultureInfo.InvariantCulture, $"; mail for it waits until {TimeZoneInfo.ConvertTime(resets, _time.LocalTimeZone):ddd HH:mm}") : "; mail for it waits until it is over";
            Show(TimelineKind.Warning, seat.Label, $"has reached its usage limit: {judgement.Evidence}{until}");
        }
    }

    private void OnHook(AgentHookReported reported)
    {
        if (_seats.TryGetValue(reported.Role, out var seat) && seat is { IsUp: true, Judge: { } judge })
        {
            seat.Hook = reported.Text;
            if (seat.Screen is { } screen)
            {
                seat.Screen = screen with { Hook = reported.Text };
                Enter(seat, judge.Observe(seat.Screen, Now));
            }
        }
    }

    public async Task<AgentExplanation?> ExplainAsync(AgentRole role, CancellationToken cancellationToken)
    {
        AgentExplanation? explanation = null;
        await ReadAsync(
            () => explanation = _seats.TryGetValue(role, out var seat) && seat.Judge is { } judge
                ? new AgentExplanation(role, seat.Actor, seat.State, seat.StateSince, judge.Current, seat.Screen, seat.Screen is { } screen ? judge.NearMisses(screen) : [], ObstacleFor(seat)?.Sentence)
                : null,
            cancellationToken);
        return explanation;
    }

    private void OnHumanTyped(HumanKeys typed)
    {
        if (_seats.TryGetValue(typed.Role, out var seat))
        {
            seat.HumanTypedAt = Now;
            seat.Stroke?.Stroke.HumanTyped(Now);
        }
    }
}
