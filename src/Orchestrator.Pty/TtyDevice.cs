namespace Orchestrator.Pty;

/// <summary>The terminal that a client runs in: raw mode, size, bytes, signals. System.Console must not be touched beside it: it sets modes of its own.</summary>
public sealed unsafe partial class TtyDevice : IDisposable
{
    private readonly byte[] _original = new byte[LibC.OpaqueSize];
    private readonly bool _ownsFds;
    private readonly bool _wasNonBlocking;
    private bool _raw;
    private bool _disposed;

    private TtyDevice(int inputFd, int outputFd, bool ownsFds)
    {
        InputFd = inputFd;
        OutputFd = outputFd;
        _ownsFds = ownsFds;
        _wasNonBlocking = Descriptor.IsNonBlocking(outputFd);
        fixed (byte* original = _original)
        {
            if (LibC.GetAttributes(inputFd, original) < 0)
            {
                throw PtyException.FromErrno("The modes of the terminal cannot be read", Errno.Last);
            }
        }
    }

    /// <summary>For <see cref="EventLoop.Watch"/>; non-blocking.</summary>
    public int InputFd { get; }

    /// <summary>For <see cref="OutputQueue"/>; non-blocking.</summary>
    public int OutputFd { get; }

    /// <summary>TIOCGWINSZ; 80x24 when the terminal does not know. (What <c>CSI 18 t</c> answers is wrong in some: tmux 3.3a swaps the numbers.)</summary>
    public TermSize Size => Descriptor.WindowSize(OutputFd) ?? new TermSize(80, 24);

    public bool IsRaw => _raw;

    /// <summary>True when a descriptor is a terminal.</summary>
    public static bool IsTty(int fd) => LibC.IsTty(fd) == 1;

    /// <summary>Opens the terminal on standard input and output.</summary>
    /// <exception cref="PtyException">One of them is not a terminal.</exception>
    public static TtyDevice Open(int inputFd = 0, int outputFd = 1)
    {
        if (!IsTty(inputFd) || !IsTty(outputFd))
        {
            throw new PtyException($"Standard {(IsTty(inputFd) ? "output" : "input")} is not a terminal. Run this in a terminal window.");
        }

        // O_NONBLOCK belongs to the open file description, which the shell shares: a description of our own leaves the shell's alone.
        var own = Reopen(outputFd);
        if (own >= 0)
        {
            return new TtyDevice(own, own, ownsFds: true);
        }

        var device = new TtyDevice(inputFd, outputFd, ownsFds: false);
        Descriptor.SetNonBlocking(inputFd);
        Descriptor.SetNonBlocking(outputFd);
        return device;
    }

    /// <summary>Bytes read; 0 when there is nothing now; -1 when the terminal is gone.</summary>
    public int Read(Span<byte> buffer) => Descriptor.Read(InputFd, buffer);

    /// <summary>Bytes taken; 0 when the terminal takes none now; -1 when it is gone.</summary>
    public int Write(ReadOnlySpan<byte> bytes) => Descriptor.Write(OutputFd, bytes);

    /// <summary>
    /// Writes everything, waiting for a slow terminal, for the last bytes before the program ends or stops. False when the terminal is gone or
    /// takes nothing for <paramref name="patience"/>.
    /// </summary>
    public bool WriteAll(ReadOnlySpan<byte> bytes, TimeSpan patience)
    {
        while (!bytes.IsEmpty)
        {
            var count = Write(bytes);
            if (count < 0)
            {
                return false;
            }

            bytes = bytes[count..];
            var fd = new LibC.PollFd { Fd = OutputFd, Events = LibC.PollOut };
            if (count == 0 && LibC.Poll(&fd, 1, (int)patience.TotalMilliseconds) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Turns off echo, line editing, signals from keys and output processing (cfmakeraw).</summary>
    /// <exception cref="PtyException">The terminal refuses.</exception>
    public void EnterRawMode()
    {
        var termios = stackalloc byte[LibC.OpaqueSize];
        _original.CopyTo(new Span<byte>(termios, LibC.OpaqueSize));
        LibC.MakeRaw(termios);
        if (LibC.SetAttributes(InputFd, Platform.SetAttributesNow, termios) < 0)
        {
            throw PtyException.FromErrno("The terminal cannot be set to raw mode", Errno.Last);
        }

        _raw = true;
    }

    /// <summary>Gives the terminal the modes that it had.</summary>
    public void LeaveRawMode()
    {
        if (_raw)
        {
            _raw = false;
            fixed (byte* original = _original)
            {
                // When this fails the terminal is gone, and its modes with it.
                _ = LibC.SetAttributes(InputFd, Platform.SetAttributesNow, original);
            }
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        LeaveRawMode();
        if (_ownsFds)
        {
            Descriptor.Close(InputFd);
        }
        else if (!_wasNonBlocking)
        {
            Descriptor.SetNonBlocking(InputFd, nonBlocking: false);
            Descriptor.SetNonBlocking(OutputFd, nonBlocking: false);
        }
    }

    private static int Reopen(int fd)
    {
        const int NameSize = 256;
        var name = stackalloc byte[NameSize];
        var flags = Platform.OpenReadWrite | Platform.OpenNoControllingTty | Platform.OpenNonBlocking | Platform.OpenCloseOnExec;
        return LibC.TtyName(fd, name, NameSize) == 0 ? LibC.Open(name, flags) : -1;
    }
}
