namespace Orchestrator.Pty;

/// <summary>Reading and writing of non-blocking file descriptors: PTY masters, ttys, pipes, sockets.</summary>
public static unsafe class Descriptor
{
    /// <summary>Bytes read; 0 when there is nothing now; -1 when the other side is gone (end of file, EIO of a PTY, or any other error).</summary>
    public static int Read(int fd, Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = LibC.Read(fd, start, (nuint)buffer.Length);
                if (count > 0)
                {
                    return (int)count;
                }

                if (count == 0)
                {
                    return -1;
                }

                var errno = Errno.Last;
                if (errno != Errno.Interrupted)
                {
                    return errno == Errno.Again ? 0 : -1;
                }
            }
        }
    }

    /// <summary>Bytes taken; 0 when the other side takes none now; -1 when it is gone.</summary>
    public static int Write(int fd, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }

        fixed (byte* start = bytes)
        {
            while (true)
            {
                var count = LibC.Write(fd, start, (nuint)bytes.Length);
                if (count >= 0)
                {
                    return (int)count;
                }

                var errno = Errno.Last;
                if (errno != Errno.Interrupted)
                {
                    return errno == Errno.Again ? 0 : -1;
                }
            }
        }
    }

    /// <summary>Sets O_NONBLOCK: of the open file description, so it shows in every process that shares it.</summary>
    /// <exception cref="PtyException">Not an open descriptor.</exception>
    public static void SetNonBlocking(int fd, bool nonBlocking = true)
    {
        var flags = LibC.FileControl(fd, Platform.FileGetStatusFlags, 0);
        var wanted = nonBlocking ? flags | Platform.OpenNonBlocking : flags & ~Platform.OpenNonBlocking;
        if (flags < 0 || (wanted != flags && LibC.FileControl(fd, Platform.FileSetStatusFlags, wanted) < 0))
        {
            throw PtyException.FromErrno($"Descriptor {fd} cannot be made {(nonBlocking ? "non-blocking" : "blocking")}", Errno.Last);
        }
    }

    /// <summary>Sets FD_CLOEXEC: child processes do not inherit it.</summary>
    /// <exception cref="PtyException">Not an open descriptor.</exception>
    public static void SetCloseOnExec(int fd)
    {
        if (LibC.FileControl(fd, Platform.FileSetDescriptorFlags, Platform.DescriptorCloseOnExec) < 0)
        {
            throw PtyException.FromErrno($"Descriptor {fd} cannot be kept from child processes", Errno.Last);
        }
    }

    /// <summary>Opens a file for reading, kept from child processes and non-blocking: a named pipe in its place holds no one up. -1 when it cannot be opened.</summary>
    public static int OpenForReading(string path) => LibC.Open(path, Platform.OpenNonBlocking | Platform.OpenCloseOnExec); // O_RDONLY is 0

    /// <summary>Closes a descriptor. Errors of close(2) are of no use to anyone: the descriptor is gone in either case.</summary>
    public static void Close(int fd) => _ = LibC.Close(fd);

    /// <summary>
    /// True when this program was started with the descriptor open. What the runtime opens itself in a free place has FD_CLOEXEC,
    /// and what came through exec cannot have it (fcntl(2)): so a number that a shell closed (<c>&lt;&amp;-</c>) is told from one that it gave.
    /// </summary>
    public static bool IsInherited(int fd) =>
        LibC.FileControl(fd, Platform.FileGetDescriptorFlags, 0) is var flags && flags >= 0 && (flags & Platform.DescriptorCloseOnExec) == 0;

    internal static bool IsNonBlocking(int fd) => (LibC.FileControl(fd, Platform.FileGetStatusFlags, 0) & Platform.OpenNonBlocking) != 0;

    /// <summary>TIOCGWINSZ; null when it is not a terminal or the terminal does not know its size.</summary>
    internal static TermSize? WindowSize(int fd)
    {
        LibC.WindowSize size = default;
        return LibC.IoControl(fd, Platform.GetWindowSize, &size) == 0 && size is { Rows: > 0, Columns: > 0 }
            ? new TermSize(size.Columns, size.Rows)
            : null;
    }

    /// <summary>TIOCSWINSZ: the kernel sends SIGWINCH to the foreground group when the size differs.</summary>
    internal static bool TrySetWindowSize(int fd, TermSize size)
    {
        var native = LibC.WindowSize.From(size);
        return LibC.IoControl(fd, Platform.SetWindowSize, &native) == 0;
    }
}
