using System.CommandLine;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;

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
            if (result.Tokens is [{ Value: var value }] && PromptAnswer.Parse(value) is null)
            {
                result.AddError($"'{value}' is no answer: approve, deny, or a number from 1 to 99.");
            }
        });
        Option<string?> prompt = new("--prompt") { Description = "The prompt that is meant, as `cccc status` names it; with another one on the screen nothing is typed.", HelpName = "ID" };
        Command command = new(AnswerVerb.Row.Name, AnswerVerb.Row.Help) { who, answer, prompt };
        var choice = SessionChoice.AddTo(command, byName: false);
        command.SetAction(parsed => Question.Print(Question.Ask(
            choice, parsed, new AnswerRequest(ControlRequest.ParseRole(parsed.GetValue(who)), ControlRequest.ParseAnswer(parsed.GetValue(answer)), parsed.GetValue(prompt)))));
        return command;
    }
}
