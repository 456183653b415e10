using System.CommandLine;
using System.Text.Json.Nodes;
using Orchestrator.Cli.Output;
using Orchestrator.Core.Session;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc foreman on|off|status|now</c>: the user's proxy.</summary>
internal static class ForemanCommand
{
    public static Command Create()
    {
        Argument<string> order = new("order") { Description = "on, off, status or now.", DefaultValueFactory = _ => "status" };
        order.AcceptOnlyFromAmong("on", "off", "status", "now");
        Option<bool> json = new("--json") { Description = "Print the answer as JSON." };
        Command command = new(ForemanVerb.Row.Name, ForemanVerb.Row.Help) { order, json };
        var choice = SessionChoice.AddTo(command, byName: false);
        command.SetAction(parsed =>
        {
            var reply = Question.Ask(choice, parsed, new ForemanRequest(Enum.Parse<ForemanOrder>(parsed.GetValue(order)!, ignoreCase: true)));
            if (parsed.GetValue(json))
            {
                StandardStreams.Output.WriteLine(new JsonObject { ["ok"] = reply.Ok, ["text"] = reply.Text }.ToJsonString());
                return reply.ExitCode;
            }

            return Question.Print(reply);
        });
        return command;
    }
}
