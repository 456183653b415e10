using System.CommandLine;
using System.Text.Json.Nodes;
using Orchestrator.Host.Control;
using Orchestrator.Terminal.Pty;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc send a|b|both TEXT</c>: mail from the user to the agents.</summary>
internal static class SendCommand
{
    public static Command Create()
    {
        Argument<string> route = new("receiver") { Description = "a, b or both." };
        route.AcceptOnlyFromAmong("a", "b", "both");
        Argument<string[]> text = new("text") { Description = "The message; without it, standard input is read.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> json = new("--json") { Description = "Print the answer as JSON." };
        Command command = new("send", "Sends a message from you to an agent's inbox.") { route, text, json };
        SessionChoice choice = SessionChoice.AddTo(command, byName: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string message = parsed.GetValue(text) is { Length: > 0 } words ? string.Join(' ', words) : await ReadInputAsync(cancellationToken);
            if (string.IsNullOrWhiteSpace(message))
            {
                StandardStreams.Error.WriteLine("cccc: The message is empty; give a text, or pipe one in: `cccc send a < notes.md`.");
                return ExitCode.Usage;
            }

            ControlReply reply = Question.Ask(choice, parsed, new ControlRequest.Send(ControlRequest.ParseRoute(parsed.GetValue(route)), message));
            if (parsed.GetValue(json))
            {
                StandardStreams.Output.WriteLine(new JsonObject { ["ok"] = reply.Ok, ["text"] = reply.Text, ["messages"] = reply.Data?.DeepClone() }.ToJsonString());
                return reply.ExitCode;
            }

            return Question.Print(reply);
        });
        return command;
    }

    private static async Task<string> ReadInputAsync(CancellationToken cancellationToken)
    {
        if (TtyDevice.IsTty(0))
        {
            return "";
        }

        using StreamReader reader = new(StandardStreams.OpenInput());
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
