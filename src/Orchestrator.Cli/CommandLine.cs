using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Orchestrator.Cli.Commands;

namespace Orchestrator.Cli;

/// <summary>The verbs, and how one is run.</summary>
internal static class CommandLine
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Runs coding-agent CLIs side by side in live terminal panes and carries their mail.")
        {
            InitCommand.Create(),
            DoctorCommand.Create(),
            VersionCommand.Create(),
            CompletionCommand.Create(),
        };
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            // The width is given, so that help does not ask Console for it (see StandardStreams).
            (help.Action as HelpAction)?.MaxWidth = StandardStreams.Columns ?? int.MaxValue;
        }

        return root;
    }

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
