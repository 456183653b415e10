using System.Globalization;
using System.Text;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <content>Prompts of agents, and the answers of the user to them. An answer is meant for the prompt that the user saw, and for no other.</content>
public sealed partial class Engine
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(3);

    public Task<CommandResult> AnswerPromptAsync(AgentRole role, PromptAnswer answer, string? promptId, CancellationToken cancellationToken) =>
        AskForStartAsync(() => AnswerPromptOnLoopAsync(role, answer, promptId), cancellationToken);

    private Task<StartAnswer> AnswerPromptOnLoopAsync(AgentRole role, PromptAnswer answer, string? promptId)
    {
        if (ReasonNotToType(role) is { } reason)
        {
            return Task.FromResult(Refused(reason));
        }

        var seat = _seats[role];
        if (seat.Prompts.Shown is not { } prompt)
        {
            return Task.FromResult(Refused(seat.State == AgentState.NeedsInput ? PromptIsComing(seat) : $"{seat.Label} shows no prompt."));
        }

        if (promptId is not null && promptId != prompt.Id)
        {
            return Task.FromResult(Refused(OtherPrompt(seat)));
        }

        var rule = seat.Judge!.Current.Rule;
        var keys = answer.Choice switch
        {
            PromptChoice.Approve => rule?.Approve,
            PromptChoice.Deny => rule?.Deny,
            _ => rule?.Answer?.Replace("{n}", answer.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
        };
        if (answer is { Choice: PromptChoice.Answer, Number: > 9 })
        {
            // Its first digit would choose the first entry before the second one comes.
            return Task.FromResult(Refused($"Entries above 9 have no key of their own. Choose it in the pane of {seat.Label}."));
        }

        if (keys == "\r" && seat.HumanTypedAt >= seat.StateSince)
        {
            // A return confirms what is marked, and the mark may have been moved.
            return Task.FromResult(Refused($"You have typed into the pane of {seat.Label} since this prompt came, so what a return would choose there is not known. Answer it there."));
        }

        return keys is not null
            ? AnswerWithKeysAsync(seat, prompt, keys, answer.Choice == PromptChoice.Answer ? $"answer {answer.Number}" : answer.Choice.ToString().ToLowerInvariant())
            : Task.FromResult(Refused($"How to {answer.Choice.ToString().ToLowerInvariant()} this prompt is not known ({RuleOf(rule?.Name)}). Answer it in the pane of {seat.Label}{Ways(prompt, role)}."));
    }

    private static string RuleOf(string? name) => name is null ? "no rule knows it" : $"rule {name} has no keys for it";

    private static string Ways(PromptView prompt, AgentRole role) => string.Join(", ", prompt.Ways(role)) is { Length: > 0 } ways ? $", or with {ways}" : "";

    private static string PromptIsComing(AgentSeat seat) => $"Nothing was typed: {seat.Label} is drawing a prompt. Look at it, then try again.";

    private static string OtherPrompt(AgentSeat seat) => $"Nothing was typed: the prompt of {seat.Label} is another one than the one that you saw. Look at it, then answer again.";

    private Task<StartAnswer> AnswerWithKeysAsync(AgentSeat seat, PromptView prompt, string keys, string choice)
    {
        var answered = new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var evidence = seat.Judge!.Current.Evidence;
        var rule = seat.Judge.Current.Rule?.Name;
        Write(seat, Encoding.UTF8.GetBytes(keys), TypedWhile.PromptIs(prompt.Identity), async why =>
        {
            var result = why is null ? new CommandResult(true, $"{seat.Label}: {choice} was typed into its prompt.") : new CommandResult(false, $"Nothing was typed into {seat.Label}: {why}.");
            _answers.Add(() => answered.TrySetResult(result));
            if (why is null)
            {
                // As if the user had typed it there: what stands in the composer afterwards may be the CLI's doing.
                seat.Stroke?.Stroke.HumanTyped(Now);
                seat.Prompts.Forget();
                seat.Answered = new AnsweredPrompt(prompt.Id, Now + AnswerPatience);
                Show(TimelineKind.User, seat.Label, $"You answered its prompt: {choice} ({Cut(prompt.InOneLine)})");
                await RecordAsync(LedgerKinds.PromptAnswered, ("peer", seat.Label), ("prompt", prompt.Id), ("answer", choice), ("rule", rule), ("evidence", Cut(evidence)), ("asked", Cut(prompt.InOneLine)));
            }
        });
        return Task.FromResult(new StartAnswer(null, answered.Task));
    }

    /// <summary>The screen has been judged: which prompt it shows, if it shows one.</summary>
    private void NotePrompt(AgentSeat seat, Judgement judgement)
    {
        if (seat.Screen is not { } screen)
        {
            return;
        }

        if (judgement.State != AgentState.NeedsInput)
        {
            seat.Prompts.LookAway(screen);
            seat.Answered = null;
        }
        else if (seat.Prompts.Look(screen, seat.Actor.PromptBegins, judgement.Rule, Now))
        {
            // The next one, right behind the one that was answered, is news.
            seat.ToldOfPrompt &= seat.Answered is null;
            seat.Answered = null;
        }
    }

    /// <summary>Told once the prompt stands there whole: what it asks is part of it.</summary>
    private async Task TellOfPromptAsync(AgentSeat seat)
    {
        if (seat is not { ToldOfPrompt: false, Prompts.Shown: { } prompt })
        {
            return;
        }

        seat.ToldOfPrompt = true;
        seat.PromptsTold++;
        Show(TimelineKind.Warning, seat.Label, $"shows a prompt that waits for your answer, in its pane{Ways(prompt, seat.Role)}; mail for it is held back until then.");
        var judgement = seat.Judge!.Current;
        await RecordAsync(LedgerKinds.PromptShown, ("peer", seat.Label), ("prompt", prompt.Id), ("rule", judgement.Rule?.Name), ("evidence", Cut(judgement.Evidence)));
    }

    private void CheckAnswer(AgentSeat seat)
    {
        if (seat.Answered is { } answered && answered.Until <= Now)
        {
            seat.Answered = null;
            Show(TimelineKind.Warning, seat.Label, "Its prompt still stands there after your answer. Please look at its pane.");
        }
    }
}
