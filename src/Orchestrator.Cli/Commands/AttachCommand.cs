using System.CommandLine;
using Orchestrator.Host.Clients;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc attach</c>: shows a session that runs.</summary>
internal static class AttachCommand
{
    public static Command Create()
    {
        Command command = new("attach", "Shows the session of this project that runs in the background.");
        SessionChoice choice = SessionChoice.AddTo(command, byName: true);
        command.SetAction(parsed =>
        {
            TerminalSession.RequireTerminal();
            using HostConnection host = choice.Connect(parsed);
            return TerminalSession.Attach(host);
        });
        return command;
    }
}
