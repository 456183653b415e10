using System.CommandLine;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc attach</c>: shows a session that runs.</summary>
internal static class AttachCommand
{
    public static Command Create()
    {
        Command command = new(AttachVerb.Row.Name, AttachVerb.Row.Help);
        var choice = SessionChoice.AddTo(command, byName: true);
        command.SetAction(parsed =>
        {
            TerminalSession.RequireTerminal();
            using var host = choice.Connect(parsed);
            return TerminalSession.Attach(host);
        });
        return command;
    }
}
