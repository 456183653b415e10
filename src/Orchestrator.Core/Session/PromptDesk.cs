using System.Globalization;
using System.Text;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <summary>
/// What the user has typed into an agent by a command: an answer to its prompt, or a line past the gate. An answer is meant for the prompt that the user saw,
/// and for no other.
/// </summary>
internal sealed class PromptDesk(SessionContext session, CommandDesk commands)
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(3);

    /// <summary>The commands that answer this prompt, as the end of a sentence.</summary>
    public static string Ways(PromptView prompt, AgentRole role) => string.Join(", ", prompt.Ways(role)) is { Length: > 0 } ways ? $", or with {ways}" : "";

    public Task<StartAnswer> AnswerAsync(AgentRole role, PromptAnswer answer, string? promptId)
    {
        if (ReasonNotToType(role) is { } reason)
        {
            return Refused(reason);
        }

        var agent = session.Agents[role];
        var run = agent.Run;
        if (run.Prompts.Shown is not { } prompt)
        {
            return Refused(run.State == AgentState.NeedsInput ? PromptIsComing(agent) : $"{agent.Label} shows no prompt.");
        }

        if (promptId is not null && promptId != prompt.Id)
        {
            return Refused(OtherPrompt(agent));
        }

        var rule = run.Judge.Current.Rule;
        var keys = answer.Choice switch
        {
            PromptChoice.Approve => rule?.Approve,
            PromptChoice.Deny => rule?.Deny,
            _ => rule?.Answer?.Replace("{n}", answer.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
        };
        if (answer is { Choice: PromptChoice.Answer, Number: > 9 })
        {
            // Its first digit would choose the first entry before the second one comes.
            return Refused($"Entries above 9 have no key of their own. Choose it in the pane of {agent.Label}.");
        }

        if (keys == "\r" && run.HumanTypedAt >= run.StateSince)
        {
            // A return confirms what is marked, and the mark may have been moved.
            return Refused($"You have typed into the pane of {agent.Label} since this prompt came, so what a return would choose there is not known. Answer it there.");
        }

        var choice = answer.Choice.ToString().ToLowerInvariant();
        return keys is not null
            ? Task.FromResult(AnswerWithKeys(agent, prompt, keys, answer.Choice == PromptChoice.Answer ? $"answer {answer.Number}" : choice))
            : Refused($"How to {choice} this prompt is not known ({RuleOf(rule?.Name)}). Answer it in the pane of {agent.Label}{Ways(prompt, role)}.");
    }

    public async Task<StartAnswer> TypeRawAsync(AgentRole role, string text, string? overPrompt)
    {
        if (ReasonNotToType(role) is { } reason)
        {
            return StartAnswer.Refused(reason);
        }

        var agent = session.Agents[role];
        var run = agent.Run;
        var line = StrokeText.Clean(text);
        if (line.Length == 0)
        {
            return StartAnswer.Refused("There is nothing to type.");
        }

        if (run.Prompts.Shown is { } prompt)
        {
            if (overPrompt is null)
            {
                return new StartAnswer(new CommandResult(false, $"{agent.Label} shows a prompt: what is typed now answers it.") { Prompt = prompt }, null);
            }

            return overPrompt == prompt.Id ? AnswerWithKeys(agent, prompt, line, $"the keys \"{line}\"") : StartAnswer.Refused(OtherPrompt(agent));
        }

        if (run.State == AgentState.NeedsInput)
        {
            return StartAnswer.Refused(PromptIsComing(agent));
        }

        if (run.Hands.Stroke is not null)
        {
            return StartAnswer.Refused($"Another line is being typed into {agent.Label}; try again in a moment.");
        }

        var obstacle = run.Hands.Obstacle;
        var bypassed = obstacle is null ? "" : $" although {obstacle.Sentence}";
        await session.Journal.RecordAsync(LedgerKinds.RawTyped, ("to", agent.Label), ("chars", text.Length), ("bypassed", obstacle?.Kind.Word()));
        var answer = new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isEmpty = run.Judge.Current.Draft is null && run.State == AgentState.Idle;
        var stroke = run.Hands.StrokeOf(text, isEmpty ? TypedWhile.ComposerIsEmpty : TypedWhile.NoPrompt);
        run.Hands.Begin(new StrokeUnderWay(stroke, [], "Your line")
        {
            Over = ended => commands.AnswerLater(() => answer.TrySetResult(RawResult(agent, ended, bypassed))),
        });
        return new StartAnswer(null, answer.Task);
    }

    private static CommandResult RawResult(Agent agent, Stroke stroke, string bypassed) => stroke.Phase switch
    {
        StrokePhase.Submitted => new CommandResult(true, $"Typed into {agent.Label}{bypassed}, and submitted. It is no mail: nothing keeps it, nobody is reminded of it."),
        StrokePhase.NotTyped => new CommandResult(false, $"Nothing was typed into {agent.Label}: {stroke.Trouble}.", Refused: true),
        _ => new CommandResult(false, $"It was typed into {agent.Label}{bypassed}, but {stroke.Trouble}."),
    };

    private static string RuleOf(string? name) => name is null ? "no rule knows it" : $"rule {name} has no keys for it";

    private static string PromptIsComing(Agent agent) => $"Nothing was typed: {agent.Label} is drawing a prompt. Look at it, then try again.";

    private static string OtherPrompt(Agent agent) => $"Nothing was typed: the prompt of {agent.Label} is another one than the one that you saw. Look at it, then answer again.";

    private static Task<StartAnswer> Refused(string sentence) => Task.FromResult(StartAnswer.Refused(sentence));

    private StartAnswer AnswerWithKeys(Agent agent, PromptView prompt, string keys, string choice)
    {
        var answered = new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = agent.Run;
        var evidence = run.Judge.Current.Evidence;
        var rule = run.Judge.Current.Rule?.Name;
        run.Hands.Write(Encoding.UTF8.GetBytes(keys), TypedWhile.PromptIs(prompt.Identity), async why =>
        {
            var result = why is null
                ? new CommandResult(true, $"{agent.Label}: {choice} was typed into its prompt.")
                : new CommandResult(false, $"Nothing was typed into {agent.Label}: {why}.");
            commands.AnswerLater(() => answered.TrySetResult(result));
            if (why is null)
            {
                run.Hands.AnswerTyped();
                run.Prompts.Forget();
                run.Answered = new AnsweredPrompt(prompt.Id, session.Now + AnswerPatience);
                var asked = ShortText.Cut(prompt.InOneLine);
                session.Show(TimelineKind.User, agent.Label, $"You answered its prompt: {choice} ({asked})");
                await session.Journal.RecordAsync(
                    LedgerKinds.PromptAnswered, ("peer", agent.Label), ("prompt", prompt.Id), ("answer", choice), ("rule", rule), ("evidence", ShortText.Cut(evidence)), ("asked", asked));
            }
        });
        return new StartAnswer(null, answered.Task);
    }

    private string? ReasonNotToType(AgentRole role)
    {
        if (!session.IsRunning)
        {
            return "No agent is launched.";
        }

        return session.Agents.Find(role) is not { } agent ? $"Single-peer mode: there is no {role.Label()}."
            : agent.IsUp && agent.Run.Screen is not null ? null
            : $"{agent.Label} does not run; /restart {role.ShortName()} starts it again.";
    }
}
