using System.Runtime.InteropServices;

namespace Orchestrator.Pty;

/// <summary>Descriptors: one pass over the ready ones each turn, each visited once.</summary>
public sealed unsafe partial class EventLoop
{
    private readonly List<FdWatch> _watches = [];
    private LibC.PollFd* _pollFds;
    private int _pollCapacity;
    private bool _hasDisposedWatches;

    /// <summary>
    /// Calls <paramref name="readable"/> when <paramref name="fd"/> can be read or has ended (then a read says so; end the watch, or it is called again at once),
    /// and <paramref name="writable"/> when it takes bytes, while <see cref="FdWatch.WantWrite"/> is on.
    /// </summary>
    public FdWatch Watch(int fd, Action readable, Action? writable = null)
    {
        VerifyAccess();
        ArgumentOutOfRangeException.ThrowIfNegative(fd);
        var watch = new FdWatch(this, fd, readable, writable);
        _watches.Add(watch);
        return watch;
    }

    // The list is compacted between turns: callbacks of this turn hold indices into it.
    internal void OnWatchDisposed()
    {
        VerifyAccess();
        _hasDisposedWatches = true;
    }

    private void Poll()
    {
        if (_hasDisposedWatches)
        {
            _watches.RemoveAll(static watch => watch.IsDisposed);
            _hasDisposedWatches = false;
        }

        var count = _watches.Count;
        EnsurePollCapacity(count + 1);
        _pollFds[0] = new LibC.PollFd { Fd = _wake.ReadFd, Events = LibC.PollIn };
        for (var i = 0; i < count; i++)
        {
            // poll reports a hang-up even if asked for nothing, and would return at once for ever; it skips negative numbers.
            var events = _watches[i].Events;
            _pollFds[i + 1] = new LibC.PollFd { Fd = events == 0 ? -1 : _watches[i].Fd, Events = events };
        }

        var ready = LibC.Poll(_pollFds, (nuint)(count + 1), HasPosted ? 0 : MillisecondsToNextTimer());
        if (ready < 0 && Errno.Last != Errno.Interrupted)
        {
            throw PtyException.FromErrno("The event loop cannot wait for its descriptors", Errno.Last);
        }

        if (ready > 0)
        {
            Dispatch(count);
        }
    }

    private void Dispatch(int count)
    {
        if (_pollFds[0].Returned != 0)
        {
            _wake.Clear();
        }

        for (var i = 0; i < count; i++)
        {
            var returned = _pollFds[i + 1].Returned;
            if (returned == 0)
            {
                continue;
            }

            var watch = _watches[i];
            if ((returned & LibC.PollInvalid) != 0 && !watch.IsDisposed)
            {
                watch.Dispose();
                _onFault(new InvalidOperationException($"Descriptor {watch.Fd} was closed while it was watched."));
                continue;
            }

            var ended = (short)(returned & (LibC.PollError | LibC.PollHangUp));
            if (((returned & LibC.PollOut) != 0 || (ended != 0 && !watch.WantRead)) && watch is { IsDisposed: false, WantWrite: true, Writable: { } writable })
            {
                Guard(writable);
            }

            if (((returned & LibC.PollIn) != 0 || ended != 0) && watch is { IsDisposed: false, WantRead: true })
            {
                Guard(watch.Readable);
            }
        }
    }

    private void EnsurePollCapacity(int count)
    {
        if (count > _pollCapacity)
        {
            _pollCapacity = Math.Max(16, count * 2);
            _pollFds = (LibC.PollFd*)NativeMemory.Realloc(_pollFds, (nuint)(_pollCapacity * sizeof(LibC.PollFd)));
        }
    }

    private void FreePollMemory()
    {
        NativeMemory.Free(_pollFds);
        _pollFds = null;
        _pollCapacity = 0;
    }
}
