using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Orchestrator.Cli.Commands;
using Orchestrator.Cli.Output;
using Orchestrator.Core.Files;
using Orchestrator.Core.Ledger;
using Orchestrator.Host.Control;
using Orchestrator.Pty;

namespace Orchestrator.Cli;

/// <summary>The verbs, and how one is run. The one place where a failure becomes a sentence and an exit code.</summary>
internal static class CliProgram
{
    // For what a cancelled verb has to clear away: agents get five seconds to end.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    public static RootCommand Create()
    {
        RootCommand root = new("Runs coding-agent CLIs side by side in live terminal panes and carries their mail. Without a verb: `cccc run`.");
        foreach (var command in VerbList.Create())
        {
            root.Subcommands.Add(command);
        }

        RunCommand.MakeDefault(root);
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            // The width is given, so that help does not ask Console for it (see StandardStreams).
            (help.Action as HelpAction)?.MaxWidth = StandardStreams.Columns ?? int.MaxValue;
        }

        return root;
    }

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Create().Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            UsageErrors.Print(parsed, error);
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                // The parser's signal handler serves the verb that has no other. Elsewhere it would be in the way: the host ends in its own
                // order on SIGTERM, agents first, and an attached client restores its terminal.
                ProcessTerminationTimeout = parsed.Tokens.Any(token => token.Value == DemoCommand.Headless) ? EndPatience : null,
            });
        }
        catch (Exception fault) when (CodeOf(fault) is not null)
        {
            error.WriteLine("cccc: " + Printable.Lines(fault.Message));
            return CodeOf(fault)!.Value;
        }
    }

    // Anything else is a fault of the program, and ends it with its stack.
    private static int? CodeOf(Exception fault) => fault switch
    {
        NotRunningException => ExitCode.NotRunning,
        SessionTakenException => ExitCode.Refused,
        ControlException or TextFileException or PtyException or LedgerException or IOException or UnauthorizedAccessException => ExitCode.Failed,
        _ => null,
    };
}
