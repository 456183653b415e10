using System.Text;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <content>What is typed: every key passes here, and goes only if the screen is what it was meant for at that very moment.</content>
public sealed partial class Engine
{
    /// <summary>How often the interrupt key is typed for one message.</summary>
    private const int MostInterrupts = 3;

    private static readonly TimeSpan InterruptPatience = TimeSpan.FromMilliseconds(1500);

    // What could not be typed is tried again when the screen has been looked at anew; less and less often, where it is held back again and again.
    private static readonly TimeSpan TypeAgainAfter = TimeSpan.FromMilliseconds(250);
    private const int MostDoublings = 7;

    private void Begin(AgentSeat seat, StrokeUnderWay underWay)
    {
        seat.Stroke = underWay;
        Type(seat, underWay, underWay.Stroke.Begin(Now));
        underWay.ToldPhase = underWay.Stroke.Phase;
    }

    private void Type(AgentSeat seat, StrokeUnderWay underWay, StrokeKeys keys) =>
        Write(seat, keys.Bytes, keys.While, why => why is null ? Task.CompletedTask : OnNotTypedAsync(seat, underWay, why));

    /// <param name="done">Called on the loop: null when it was typed, else why not.</param>
    private void Write(AgentSeat seat, byte[] bytes, TypedWhile when, Func<string?, Task> done)
    {
        var rules = seat.Judge!.TypingRules;
        var hook = seat.Hook;
        _terminals.Write(seat.Role, bytes, screen => when.Obstacle(rules, screen with { Hook = hook }), why => Post(new Asked(() => done(why))));
    }

    private async Task OnNotTypedAsync(AgentSeat seat, StrokeUnderWay underWay, string why)
    {
        if (seat.Stroke != underWay)
        {
            return;
        }

        Log(LogLevel.Debug, $"{underWay.What} was held back from {seat.Label} at the last moment: {why}.");
        underWay.Stroke.WereNotTyped(why, Now);
        if (underWay.Stroke.Phase == StrokePhase.NotTyped)
        {
            seat.Stroke = null;
            seat.TypeAgainAt = Now + (TypeAgainAfter * (1 << Math.Min(seat.HeldBack++, MostDoublings)));
            await ConcludeAsync(seat, underWay);
        }
    }

    /// <summary>Stops the turn that an urgent message waits for, by the agent's own key.</summary>
    private void Interrupt(AgentSeat seat, string messageId)
    {
        if (seat.Actor.InterruptKeys is not { } keys || seat.Judge?.Current is not { State: AgentState.Busy, Rule: not null } || _pause.Paused || IsHumanTyping(seat))
        {
            return;
        }

        var before = seat.Interrupt?.MessageId == messageId ? seat.Interrupt : null;
        if (before is not null && (before.Presses >= MostInterrupts || before.Next > Now))
        {
            return;
        }

        var interrupt = new UrgentInterrupt(messageId, before?.Presses ?? 0, Now + InterruptPatience);
        seat.Interrupt = interrupt;
        Write(seat, Encoding.UTF8.GetBytes(keys), TypedWhile.Busy, async why =>
        {
            if (why is not null)
            {
                Log(LogLevel.Debug, $"The interrupt key was held back from {seat.Label}: {why}.");
                return;
            }

            // One that was held back is none of the few that may be typed.
            var press = interrupt.Presses + 1;
            seat.Interrupt = seat.Interrupt == interrupt ? interrupt with { Presses = press } : seat.Interrupt;
            if (press == 1)
            {
                Show(TimelineKind.Delivery, seat.Label, "is told to stop its turn: urgent mail waits.", messageId);
            }

            await RecordAsync(LedgerKinds.Interrupted, ("to", seat.Label), ("mid", messageId), ("press", press));
        });
    }

    private bool IsHumanTyping(AgentSeat seat) => seat.HumanTypedAt is { } typed && typed + _settings.Delivery.HumanQuiet > Now;

    /// <summary>
    /// An interrupted CLI puts the line that began the turn back into its composer, where the next one would be appended to it. When it is a line of ours, whole
    /// and nothing else, it is taken out again.
    /// </summary>
    private void TakeBackOwnLine(AgentSeat seat)
    {
        if (seat.Actor.WithdrawKeys is not { } keys || seat.LastLine is not { } line || seat.Judge?.Current is not { State: AgentState.Idle, Draft: { } draft }
            || !(ComposerTrace.SameLetters(draft, line) || draft == seat.LastDraft) || seat.Stroke is not null || _pause.Paused || IsHumanTyping(seat))
        {
            return;
        }

        // Once: what it does not take out is the user's to look at.
        seat.LastLine = null;
        seat.LastDraft = null;
        Log(LogLevel.Information, $"{seat.Label} shows a line of ours in its composer again; it is taken out.");
        Write(seat, Encoding.UTF8.GetBytes(keys), TypedWhile.DraftIs(draft), _ => Task.CompletedTask);
    }

    public Task<CommandResult> TypeRawAsync(AgentRole role, string text, string? overPrompt, CancellationToken cancellationToken) =>
        AskForStartAsync(() => TypeRawOnLoopAsync(role, text, overPrompt), cancellationToken);

    private async Task<StartAnswer> TypeRawOnLoopAsync(AgentRole role, string text, string? overPrompt)
    {
        if (ReasonNotToType(role) is { } reason)
        {
            return Refused(reason);
        }

        var seat = _seats[role];
        if (StrokeText.Clean(text).Length == 0)
        {
            return Refused("There is nothing to type.");
        }

        if (seat.Prompts.Shown is { } prompt)
        {
            if (overPrompt is null)
            {
                return new StartAnswer(new CommandResult(false, $"{seat.Label} shows a prompt: what is typed now answers it.") { Prompt = prompt }, null);
            }

            return overPrompt == prompt.Id ? await AnswerWithKeysAsync(seat, prompt, StrokeText.Clean(text), $"the keys \"{StrokeText.Clean(text)}\"") : Refused(OtherPrompt(seat));
        }

        if (seat.State == AgentState.NeedsInput)
        {
            return Refused(PromptIsComing(seat));
        }

        if (seat.Stroke is not null)
        {
            return Refused($"Another line is being typed into {seat.Label}; try again in a moment.");
        }

        var obstacle = ObstacleFor(seat);
        var bypassed = obstacle is null ? "" : $" although {obstacle.Sentence}";
        await RecordAsync(LedgerKinds.RawTyped, ("to", seat.Label), ("chars", text.Length), ("bypassed", obstacle?.Kind));
        var answer = new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var line = new Stroke(
            text, seat.Actor, seat.Screen!, _settings.Delivery.HumanQuiet, seat.Judge!.Current.Draft is null && seat.State == AgentState.Idle ? TypedWhile.ComposerIsEmpty : TypedWhile.NoPrompt);
        Begin(seat, new StrokeUnderWay(line, [], "Your line") { Over = stroke => _answers.Add(() => answer.TrySetResult(RawResult(seat, stroke, bypassed))) });
        return new StartAnswer(null, answer.Task);
    }

    /// <summary>Its process is another one from now on: who waits for the end of what was being typed is told.</summary>
    private static void AbandonStroke(AgentSeat seat)
    {
        if (seat.Stroke is { } underWay)
        {
            underWay.Stroke.Abandon("the agent was started again");
            underWay.Over?.Invoke(underWay.Stroke);
            seat.Stroke = null;
        }
    }

    private static CommandResult RawResult(AgentSeat seat, Stroke stroke, string bypassed) => stroke.Phase switch
    {
        StrokePhase.Submitted => new CommandResult(true, $"Typed into {seat.Label}{bypassed}, and submitted. It is no mail: nothing keeps it, nobody is reminded of it."),
        StrokePhase.NotTyped => new CommandResult(false, $"Nothing was typed into {seat.Label}: {stroke.Trouble}.", Refused: true),
        _ => new CommandResult(false, $"It was typed into {seat.Label}{bypassed}, but {stroke.Trouble}."),
    };

    private string? ReasonNotToType(AgentRole role)
    {
        if (_phase != SessionPhase.Running)
        {
            return "No agent is launched.";
        }

        if (!_seats.TryGetValue(role, out var seat))
        {
            return $"Single-peer mode: there is no {role.Label()}.";
        }

        return seat.IsUp && seat.Screen is not null ? null : $"{seat.Label} does not run; /restart {role.ShortName()} starts it again.";
    }
}
