namespace Orchestrator.Pty;

/// <summary>
/// A program in a pseudo-terminal of its own, leader of its own session. Not thread-safe: one loop owns it.
/// Nothing here blocks; <see cref="EventLoop.Watch"/> tells when <see cref="MasterFd"/> can be read or written.
/// </summary>
public sealed partial class PtyProcess : IDisposable
{
    private PtyExit? _exit;

    private PtyProcess(int masterFd, int processId)
    {
        MasterFd = masterFd;
        ProcessId = processId;
    }

    /// <summary>The master side: non-blocking, not inherited by children; -1 after <see cref="Dispose"/>.</summary>
    public int MasterFd { get; private set; }

    /// <summary>Process, process group and session id of the program.</summary>
    public int ProcessId { get; }

    /// <summary>How it ended, once <see cref="TryReap"/> has seen it.</summary>
    public PtyExit? Exit => _exit;

    /// <summary>Takes over a PTY master that another process opened (its keeper), and the program behind it.</summary>
    /// <exception cref="PtyException">Not an open descriptor.</exception>
    public static PtyProcess Adopt(int masterFd, int pid)
    {
        Descriptor.SetCloseOnExec(masterFd);
        Descriptor.SetNonBlocking(masterFd);
        return new PtyProcess(masterFd, pid);
    }

    /// <summary>
    /// What the program printed: bytes read (at most 4 KB at a time, so drain in a loop with a bound), 0 when there is nothing now,
    /// -1 when no process has the terminal open any more.
    /// </summary>
    public int Read(Span<byte> buffer) => MasterFd < 0 ? -1 : Descriptor.Read(MasterFd, buffer);

    /// <summary>Types bytes: how many were taken, 0 when the program does not read and the terminal is full, -1 when it is gone. See <see cref="OutputQueue"/>.</summary>
    public int Write(ReadOnlySpan<byte> bytes) => MasterFd < 0 ? -1 : Descriptor.Write(MasterFd, bytes);

    /// <summary>Tells the program the size of its terminal; the kernel sends it SIGWINCH if that is a change.</summary>
    public void Resize(TermSize size)
    {
        // A terminal that is gone has no size: its end is told by Read and TryReap, not here.
        if (MasterFd >= 0)
        {
            _ = Descriptor.TrySetWindowSize(MasterFd, size);
        }
    }

    /// <summary>Bytes that a terminal in canonical mode takes as one line, beside its end; what is longer it drops without a word.</summary>
    public static int CanonicalLine => Platform.CanonicalLine - 1;

    /// <summary>The program reads whole lines that the kernel edits (ICANON): a shell's <c>read</c>, a program that is not up yet.</summary>
    public unsafe bool IsCanonical
    {
        get
        {
            var termios = stackalloc byte[LibC.OpaqueSize];
            return MasterFd >= 0 && LibC.GetAttributes(MasterFd, termios) == 0 && (*(uint*)(termios + Platform.LocalFlagsOffset) & Platform.Canonical) != 0;
        }
    }

    /// <summary>Sends a signal to the program's process group. False when it is gone: its number may belong to someone else by then.</summary>
    public bool Signal(int signal) => _exit is null && LibC.Kill(-ProcessId, signal) == 0;

    /// <summary>
    /// True once the program has ended; it is no zombie from then on. Output may still wait in the master, and a child that it left behind may
    /// still hold the terminal. Works after <see cref="Dispose"/> too, so that a process whose pane is closed can be awaited.
    /// </summary>
    public bool TryReap(out PtyExit exit)
    {
        _exit ??= Wait();
        exit = _exit.GetValueOrDefault();
        return _exit is not null;
    }

    private unsafe PtyExit? Wait()
    {
        while (true)
        {
            int status;
            var pid = LibC.WaitPid(ProcessId, &status, Platform.WaitNoHang);
            if (pid == ProcessId)
            {
                return PtyExit.FromWaitStatus(status);
            }

            if (pid == 0)
            {
                return null;
            }

            var errno = Errno.Last;
            if (errno == Errno.Interrupted)
            {
                continue;
            }

            // ECHILD: an adopted process is someone else's child. Whether it lives can be seen, how it ended cannot.
            return LibC.Kill(ProcessId, 0) < 0 && Errno.Last == Errno.NoProcess ? new PtyExit(null, null) : null;
        }
    }

    /// <summary>Closes the master: the kernel sends SIGHUP to the program and its foreground job.</summary>
    public void Dispose()
    {
        var fd = MasterFd;
        MasterFd = -1;
        if (fd >= 0)
        {
            Descriptor.Close(fd);
        }
    }
}
