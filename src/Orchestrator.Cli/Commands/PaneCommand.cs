using System.CommandLine;
using System.Globalization;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc pane -- COMMAND</c>: the whole program, host and client, with one pane that runs a command and has the keyboard.</summary>
internal static class PaneCommand
{
    public static Command Create()
    {
        Argument<string[]> words = new("command") { Description = "The program and its arguments, after `--`.", Arity = ArgumentArity.OneOrMore };
        Command command = new("pane", "Runs a command in one pane, without agents and setup: `cccc pane -- vim notes.md`. Ends with the command, and with its exit code.") { words };
        command.SetAction(parsed => Run(parsed.GetValue(words)!));
        return command;
    }

    private static int Run(string[] words)
    {
        TerminalSession.RequireTerminal();
        SessionAddress address = SessionAddress.OfPane(Environment.ProcessId, Environment.GetEnvironmentVariable);
        HostStarter.Start([
            "host", "--session", address.Name, "--directory", ProjectOption.CurrentFolder, "--size", TerminalSession.Size(),
            "--", .. words]);
        using HostConnection host = HostConnection.TryConnect(address)
            ?? throw new ControlException(string.Create(CultureInfo.InvariantCulture, $"The pane's host ({address.Name}) started and went away at once."));
        return TerminalSession.Attach(host);
    }
}
