using System.CommandLine;
using Orchestrator.Core.Peers;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc restart a</c>: ends an agent and starts it again.</summary>
internal static class RestartCommand
{
    public static Command Create()
    {
        Argument<string?> who = new("peer") { Description = "peerA or peerB (or a, b); without it all agents.", Arity = ArgumentArity.ZeroOrOne };
        who.CompletionSources.Add("a", "b", "peerA", "peerB");
        who.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && AgentRoles.Parse(value) is null)
            {
                result.AddError($"'{value}' is no agent of a session: peerA or peerB.");
            }
        });
        Command command = new(RestartVerb.Row.Name, RestartVerb.Row.Help) { who };
        var choice = SessionChoice.AddTo(command, byName: false);
        command.SetAction(parsed =>
        {
            AgentRole? role = parsed.GetValue(who) is { } name ? ControlRequest.ParseRole(name) : null;
            return Question.Print(Question.Ask(choice, parsed, new RestartRequest(role)));
        });
        return command;
    }
}
