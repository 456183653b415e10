using System.CommandLine;
using System.CommandLine.Invocation;
using Orchestrator.Cli.Commands;

namespace Orchestrator.Cli;

/// <summary>The verbs, and how one is run.</summary>
internal static class CommandLine
{
    public static RootCommand Create() =>
        new("Runs coding-agent CLIs side by side in live terminal panes and carries their mail.")
        {
            InitCommand.Create(),
            DoctorCommand.Create(),
            VersionCommand.Create(),
            CompletionCommand.Create(),
        };

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        ParseResult parsed = Create().Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            UsageErrors.Print(parsed, error);
            return ExitCode.Usage;
        }

        return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
    }
}
