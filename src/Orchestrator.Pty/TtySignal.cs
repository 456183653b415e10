namespace Orchestrator.Pty;

/// <summary>The signals that a program on a terminal answers.</summary>
public enum TtySignal
{
    /// <summary>SIGWINCH: the size changed.</summary>
    WindowChanged,

    /// <summary>SIGTERM.</summary>
    Terminate,

    /// <summary>SIGHUP: the terminal is gone.</summary>
    HangUp,

    /// <summary>SIGINT, from another process: in raw mode Ctrl-C is a key.</summary>
    Interrupt,

    /// <summary>SIGTSTP: see <see cref="TtyDevice.Suspend"/>.</summary>
    Stop,

    /// <summary>SIGCONT.</summary>
    Continue,
}
