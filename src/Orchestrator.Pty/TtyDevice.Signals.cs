using System.Runtime.InteropServices;

namespace Orchestrator.Pty;

/// <summary>The signals of a terminal, and stopping for job control.</summary>
public sealed unsafe partial class TtyDevice
{
    // asm-generic/signal.h and sys/signal.h.
    private static readonly int Stop = OperatingSystem.IsMacOS() ? 17 : 19;

    /// <summary>Runs <paramref name="action"/> on the loop's thread at every such signal. What the signal would do by itself does not happen.</summary>
    public static IDisposable OnSignal(EventLoop loop, TtySignal signal, Action action)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Panes need a POSIX system.");
        }

        var posix = signal switch
        {
            TtySignal.WindowChanged => PosixSignal.SIGWINCH,
            TtySignal.Terminate => PosixSignal.SIGTERM,
            TtySignal.HangUp => PosixSignal.SIGHUP,
            TtySignal.Interrupt => PosixSignal.SIGINT,
            TtySignal.Stop => PosixSignal.SIGTSTP,
            TtySignal.Continue => PosixSignal.SIGCONT,
            _ => throw new ArgumentOutOfRangeException(nameof(signal)),
        };
        return PosixSignalRegistration.Create(posix, context =>
        {
            context.Cancel = true;
            loop.Post(action);
        });
    }

    /// <summary>
    /// Gives the terminal back and stops this program's whole job, as Ctrl-Z does; returns when the shell continues it, in raw mode again.
    /// The caller writes its leave sequence before and draws anew after.
    /// </summary>
    public void Suspend()
    {
        var raw = _raw;
        LeaveRawMode();
        _ = LibC.Kill(0, Stop);
        if (raw)
        {
            EnterRawMode();
        }
    }
}
