using System.CommandLine;
using Orchestrator.Cli.Commands;

const int UsageError = 2;

var root = new RootCommand("Runs coding-agent CLIs side by side in live terminal panes and carries their mail.")
{
    ScreenCommand.Create(),
};
ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count == 0)
{
    return parsed.Invoke();
}

foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
{
    Console.Error.WriteLine($"cccc: {error.Message}");
}

Console.Error.WriteLine("See 'cccc --help' and 'cccc screen --help'.");
return UsageError;
