using System.Runtime.InteropServices;

namespace Orchestrator.Pty;

/// <summary>Sees the ends of processes: SIGCHLD becomes a turn of the loop, in which every registered process is asked. No polling.</summary>
public sealed class ChildReaper : IDisposable
{
    private readonly EventLoop _loop;
    private readonly List<Registration> _registrations = [];
    private readonly PosixSignalRegistration _signal;
    private readonly Action _reap;
    private int _pending;

    public ChildReaper(EventLoop loop)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Panes need a POSIX system.");
        }

        _loop = loop;
        _reap = Reap;
        // One signal may stand for many children (signal(7)), so all are asked; many signals before the turn are one post.
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => PostReap());
    }

    /// <summary>Calls <paramref name="exited"/> once, on the loop's thread, when the process has ended and been reaped. To be called on the loop's thread.</summary>
    /// <returns>Ends the registration; the process is then for the caller to reap.</returns>
    public IDisposable Register(PtyProcess process, Action<PtyExit> exited)
    {
        var registration = new Registration(this, process, exited);
        _registrations.Add(registration);
        PostReap(); // it may have ended before anyone listened
        return registration;
    }

    public void Dispose() => _signal.Dispose();

    private void PostReap()
    {
        if (Interlocked.Exchange(ref _pending, 1) == 0)
        {
            _loop.Post(_reap);
        }
    }

    private void Reap()
    {
        Volatile.Write(ref _pending, 0);
        for (var i = _registrations.Count - 1; i >= 0; i--)
        {
            // A callback may end other registrations, so the list may be shorter than before.
            if (i < _registrations.Count && _registrations[i] is var registration && registration.Process.TryReap(out var exit))
            {
                _registrations.RemoveAt(i);
                _loop.Post(() => registration.Report(exit)); // a post of its own: a fault in one does not cost the others
            }
        }
    }

    private sealed class Registration(ChildReaper reaper, PtyProcess process, Action<PtyExit> exited) : IDisposable
    {
        public PtyProcess Process { get; } = process;

        private bool _ended;

        public void Report(PtyExit exit)
        {
            if (!_ended)
            {
                exited(exit);
            }
        }

        public void Dispose()
        {
            _ended = true;
            reaper._registrations.Remove(this);
        }
    }
}
