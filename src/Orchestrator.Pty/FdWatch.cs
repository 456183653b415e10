namespace Orchestrator.Pty;

/// <summary>A descriptor that an <see cref="EventLoop"/> watches. To be switched and disposed on the loop's thread only.</summary>
public sealed class FdWatch : IDisposable
{
    private readonly EventLoop _loop;

    internal FdWatch(EventLoop loop, int fd, Action readable, Action? writable)
    {
        _loop = loop;
        Fd = fd;
        Readable = readable;
        Writable = writable;
    }

    public int Fd { get; }

    /// <summary>On from the start; off while the reader has no room. With both switches off not even an end is told.</summary>
    public bool WantRead { get; set; } = true;

    /// <summary>Off from the start; on while there is something to write.</summary>
    public bool WantWrite { get; set; }

    internal Action Readable { get; }

    internal Action? Writable { get; }

    internal bool IsDisposed { get; private set; }

    internal short Events => (short)((WantRead ? LibC.PollIn : 0) | (WantWrite && Writable is not null ? LibC.PollOut : 0));

    /// <summary>Ends the watch, before the descriptor is closed. No callback comes after this.</summary>
    public void Dispose()
    {
        if (!IsDisposed)
        {
            _loop.OnWatchDisposed();
            IsDisposed = true;
        }
    }
}
