using System.CommandLine;
using System.Text.Json.Nodes;
using Orchestrator.Cli.Output;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc aux TEXT</c>: the helper does one job and its answer is printed. Called by the user, or by an agent in its own shell.</summary>
internal static class AuxCommand
{
    public static Command Create()
    {
        Argument<string[]> text = new("text") { Description = "What Aux shall do.", Arity = ArgumentArity.OneOrMore };
        Option<bool> json = new("--json") { Description = "Print the answer as JSON." };
        Command command = new(AuxVerb.Row.Name, AuxVerb.Row.Help) { text, json };
        var choice = SessionChoice.AddTo(command, byName: false);
        command.SetAction(parsed =>
        {
            // An agent that calls it has its role in its environment.
            var asker = Environment.GetEnvironmentVariable("CCCC_ROLE") ?? "User";
            var reply = Question.Ask(choice, parsed, new AuxRequest(string.Join(' ', parsed.GetValue(text)!), asker));
            if (parsed.GetValue(json))
            {
                StandardStreams.Output.WriteLine(new JsonObject { ["ok"] = reply.Ok, ["text"] = reply.Text }.ToJsonString());
                return reply.ExitCode;
            }

            (reply.ExitCode == ExitCode.Refused ? StandardStreams.Error : StandardStreams.Output).WriteLine(reply.ExitCode == ExitCode.Refused ? "cccc: " + reply.Text : Printable.Lines(reply.Text));
            return reply.ExitCode;
        });
        return command;
    }
}
