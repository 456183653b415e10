namespace Orchestrator.Pty;

/// <summary>How a process ended: with an exit code, by a signal, or (both null) in a way that only its real parent could see.</summary>
public readonly record struct PtyExit(int? ExitCode, int? Signal)
{
    public bool IsSuccess => ExitCode == 0;

    /// <summary>From the status of waitpid(2): the macros WIFEXITED, WEXITSTATUS and WTERMSIG, the same on Linux and macOS.</summary>
    internal static PtyExit FromWaitStatus(int status) =>
        (status & 0x7f) == 0 ? new PtyExit((status >> 8) & 0xff, null) : new PtyExit(null, status & 0x7f);

    public override string ToString() => this switch
    {
        { ExitCode: int code } => $"exit code {code}",
        { Signal: int signal } => $"signal {signal}{(SignalName(signal) is { } name ? $" ({name})" : "")}",
        _ => "ended, how is not known",
    };

    // Those whose numbers Linux and macOS share (signal(7)).
    private static string? SignalName(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        _ => null,
    };
}
