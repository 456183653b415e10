using System.CommandLine;
using System.Globalization;
using Orchestrator.Core;
using Orchestrator.Core.Agents;
using Orchestrator.Host.Control;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc answer a approve</c>: answers the prompt that an agent shows.</summary>
internal static class AnswerCommand
{
    public static Command Create()
    {
        Argument<string> who = new("peer") { Description = "peerA or peerB (or a, b)." };
        who.CompletionSources.Add("a", "b", "peerA", "peerB");
        who.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && AgentRoles.Parse(value) is null)
            {
                result.AddError($"'{value}' is no agent of a session: peerA or peerB.");
            }
        });
        Argument<string> answer = new("answer") { Description = "approve, deny, or the number of an entry." };
        answer.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && Parse(value) is null)
            {
                result.AddError($"'{value}' is no answer: approve, deny, or a number from 1 to 99.");
            }
        });
        Option<string?> prompt = new("--prompt") { Description = "The prompt that is meant, as `cccc status` names it; with another one on the screen nothing is typed.", HelpName = "ID" };
        Command command = new("answer", "Answers the prompt that an agent shows.") { who, answer, prompt };
        SessionChoice choice = SessionChoice.AddTo(command, byName: false);
        command.SetAction(parsed => Question.Print(Question.Ask(
            choice, parsed, new ControlRequest.Answer(ControlRequest.ParseRole(parsed.GetValue(who)), Parse(parsed.GetValue(answer)!)!.Value, parsed.GetValue(prompt)))));
        return command;
    }

    private static PromptAnswer? Parse(string answer) => answer switch
    {
        "approve" => new PromptAnswer(PromptChoice.Approve),
        "deny" => new PromptAnswer(PromptChoice.Deny),
        _ => int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 99 ? new PromptAnswer(PromptChoice.Answer, number) : null,
    };
}
