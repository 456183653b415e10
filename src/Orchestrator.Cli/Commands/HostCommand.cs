using System.CommandLine;
using System.CommandLine.Parsing;
using Orchestrator.Cli.Output;
using Orchestrator.Host;
using Orchestrator.Host.Sessions;
using Orchestrator.Pty;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc host</c> (hidden): the host process itself, started in the background by the other verbs.</summary>
internal static class HostCommand
{
    public static Command Create()
    {
        Option<string?> project = new("--project");
        Option<bool> launch = new("--launch");
        Option<bool> endWithLastClient = new("--end-with-last-client");
        Option<string[]> overrides = new("--set");
        Option<string?> name = new("--session");
        Option<string?> directory = new("--directory");
        Option<TermSize> size = new("--size") { CustomParser = ParseSize, DefaultValueFactory = _ => new TermSize(80, 24) };
        Argument<string[]> pane = new("command") { Arity = ArgumentArity.ZeroOrMore };
        Command command = new("host", "Runs a session. Started by the other verbs, not by hand.") { project, launch, endWithLastClient, overrides, name, directory, size, pane };
        command.Hidden = true;
        command.Validators.Add(result =>
        {
            if (result.GetValue(project) is null && result.GetValue(name) is null)
            {
                result.AddError("cccc starts its hosts itself; use `cccc` or `cccc pane -- COMMAND`.");
            }
        });
        command.SetAction((parsed, _) => HostProgram.RunAsync(
            new SessionOptions
            {
                ProjectRoot = parsed.GetValue(project),
                PaneCommands = PaneCommand.Split(parsed.GetValue(pane) ?? []),
                WorkingDirectory = parsed.GetValue(directory) ?? Directory.GetCurrentDirectory(),
                SessionName = parsed.GetValue(name),
                Launch = parsed.GetValue(launch),
                EndWithLastClient = parsed.GetValue(endWithLastClient),
                Terminal = parsed.GetValue(size),
                Overrides = parsed.GetValue(overrides) ?? [],
            },
            StandardStreams.Output));
        return command;
    }

    private static TermSize ParseSize(ArgumentResult result)
    {
        if (!TermSize.TryParse(result.Tokens[0].Value, out var size))
        {
            result.AddError($"--size '{result.Tokens[0].Value}' is not COLUMNSxROWS, such as 80x24.");
        }

        return size;
    }
}
