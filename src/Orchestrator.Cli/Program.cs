using System.CommandLine;
using Orchestrator.Cli;
using Orchestrator.Cli.Commands;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Control;
using Orchestrator.Host.Sessions;
using Orchestrator.Terminal.Pty;

RootCommand root = new("Runs coding-agent CLIs side by side in live panes and carries their mail. Without a verb: `cccc run`.");
foreach (Command command in CommandTable.Create())
{
    root.Subcommands.Add(command);
}

RunCommand.MakeDefault(root);
ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
    {
        Console.Error.WriteLine("cccc: " + error.Message);
    }

    Console.Error.WriteLine("`cccc --help` lists the verbs and their options.");
    return ExitCode.Usage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (NotRunningException error)
{
    Console.Error.WriteLine("cccc: " + error.Message);
    return ExitCode.NotRunning;
}
catch (SessionTakenException error)
{
    Console.Error.WriteLine("cccc: " + error.Message);
    return ExitCode.Refused;
}
catch (Exception error) when (error is ControlException or SettingsException or PtyException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine("cccc: " + error.Message);
    return ExitCode.Failed;
}
