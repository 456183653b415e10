using System.CommandLine;
using System.Globalization;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc pane -- COMMAND [--- COMMAND]...</c>: the whole program, host and client, with panes that run a command each.</summary>
internal static class PaneCommand
{
    private const string Separator = "---";

    // More would be too small to read, and each is a process and a screen.
    private const int MostPanes = 16;

    public static Command Create()
    {
        Argument<string[]> words = new("command") { Description = "The program and its arguments, after `--`; further commands after `---` each.", Arity = ArgumentArity.OneOrMore };
        Command command = new("pane", "Runs a command in a pane, or several side by side, without agents and setup: `cccc pane -- vim notes.md --- make watch`. Ends with the last of them, with the exit code of the first that failed.") { words };
        command.Validators.Add(result =>
        {
            var commands = Split(result.GetValue(words) ?? []);
            if (commands.Count > MostPanes)
            {
                result.AddError($"{commands.Count} commands; at most {MostPanes} fit on a screen.");
            }
            else if (commands.Any(each => each.Count == 0))
            {
                result.AddError($"There is no command before or after a {Separator}.");
            }
        });
        command.SetAction(parsed => Run(parsed.GetValue(words)!));
        return command;
    }

    /// <summary>The commands between the separators.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Split(string[] words)
    {
        List<List<string>> commands = [[]];
        foreach (var word in words)
        {
            if (word == Separator)
            {
                commands.Add([]);
            }
            else
            {
                commands[^1].Add(word);
            }
        }

        return words.Length == 0 ? [] : commands;
    }

    private static int Run(string[] words)
    {
        TerminalSession.RequireTerminal();
        var address = SessionAddress.OfPane(Environment.ProcessId, Environment.GetEnvironmentVariable);
        HostStarter.Start([
            "host", "--session", address.Name, "--directory", ProjectOption.CurrentFolder, "--size", TerminalSession.Size(),
            "--", .. words]);
        using var host = HostConnection.TryConnect(address)
            ?? throw new ControlException(string.Create(CultureInfo.InvariantCulture, $"The pane's host ({address.Name}) started and went away at once."));
        return TerminalSession.Attach(host);
    }
}
