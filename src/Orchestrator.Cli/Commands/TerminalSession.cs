using Orchestrator.Cli.Output;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Pty;

namespace Orchestrator.Cli.Commands;

/// <summary>Attaches this terminal to a host, and says what cannot be attached.</summary>
internal static class TerminalSession
{
    // What the host must know of the outer terminal to draw for it.
    private static readonly string[] TerminalVariables = ["TERM", "COLORTERM", "COLORFGBG", "NO_COLOR", "TERM_PROGRAM", "TMUX", "STY", "VTE_VERSION", "TERMINFO", "TERMINFO_DIRS", "HOME"];

    /// <exception cref="ControlException">There is no terminal, or it is too simple.</exception>
    public static void RequireTerminal()
    {
        if (!TtyDevice.IsTty(0) || !TtyDevice.IsTty(1))
        {
            throw new ControlException(
                "cccc needs a terminal on its standard input and output; without one use `cccc send`, `cccc status` or `cccc demo --headless`.");
        }

        var term = Environment.GetEnvironmentVariable("TERM");
        if (string.IsNullOrEmpty(term) || term is "dumb" or "unknown")
        {
            throw new ControlException($"The terminal says TERM={term ?? "(nothing)"}, which cannot show panes; set TERM to what it is, for example xterm-256color.");
        }
    }

    /// <summary>The terminal's size, for the host that is to be started for it.</summary>
    public static string Size()
    {
        using var tty = TtyDevice.Open();
        return tty.Size.ToString();
    }

    /// <summary>Runs the client until it is detached or the session ends. Prints the sentence that it ends with.</summary>
    public static int Attach(HostConnection host)
    {
        using var tty = TtyDevice.Open();
        (var exitCode, var sentence) = TerminalClient.Run(tty, host, TerminalEnvironment());
        if (sentence.Length > 0)
        {
            (exitCode == ExitCode.Done ? StandardStreams.Output : StandardStreams.Error).WriteLine("cccc: " + sentence);
        }

        return exitCode;
    }

    private static Dictionary<string, string> TerminalEnvironment()
    {
        Dictionary<string, string> environment = [];
        foreach (var name in TerminalVariables)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                environment[name] = value;
            }
        }

        return environment;
    }
}
