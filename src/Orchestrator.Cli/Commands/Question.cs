using System.CommandLine;
using Orchestrator.Cli.Output;
using Orchestrator.Host.Control;

namespace Orchestrator.Cli.Commands;

/// <summary>A verb that asks the host one question and prints its answer.</summary>
internal static class Question
{
    public static Command Create(Verb verb, Func<ControlRequest> request, bool byName = true)
    {
        Command command = new(verb.Name, verb.Help);
        var choice = SessionChoice.AddTo(command, byName);
        command.SetAction(parsed => Print(Ask(choice, parsed, request())));
        return command;
    }

    public static ControlReply Ask(SessionChoice choice, ParseResult parsed, ControlRequest request)
    {
        using var host = choice.Connect(parsed);
        return host.Ask(request);
    }

    /// <summary>Prints the sentence where it belongs and gives the exit code.</summary>
    public static int Print(ControlReply reply)
    {
        if (reply.Text.Length > 0)
        {
            (reply.Ok ? StandardStreams.Output : StandardStreams.Error).WriteLine(reply.Ok ? reply.Text : "cccc: " + reply.Text);
        }

        return reply.ExitCode;
    }
}
