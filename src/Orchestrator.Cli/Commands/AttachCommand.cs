using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc attach</c>: shows a session that runs.</summary>
internal static class AttachCommand
{
    public static Command Create()
    {
        Command command = new("attach", "Shows the session of this project that runs in the background.");
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
