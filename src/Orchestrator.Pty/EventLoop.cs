namespace Orchestrator.Pty;

/// <summary>
/// A loop of one thread around poll(2): descriptors, timers, and work posted from other threads. Blocks without any wake-up while nothing happens.
/// Everything but <see cref="Post"/>, <see cref="Stop"/> and <see cref="Now"/> belongs to the loop's thread (or to anyone, before it runs).
/// </summary>
public sealed partial class EventLoop : IDisposable
{
    private readonly Action<Exception> _onFault;
    private readonly WakePipe _wake = new();
    private readonly Lock _postLock = new();
    private readonly long _origin;
    private List<Action> _posted = [];
    private List<Action> _running = [];
    private Thread? _thread;
    private int _loopThreadId;
    private volatile bool _stop;
    private bool _disposed;

    /// <param name="onFault">Told of every exception that a callback throws; the loop goes on. What it throws itself ends the loop.</param>
    /// <param name="time">Timers and <see cref="Now"/>; the system's by default.</param>
    public EventLoop(Action<Exception> onFault, TimeProvider? time = null)
    {
        _onFault = onFault;
        Time = time ?? TimeProvider.System;
        _origin = Time.GetTimestamp();
        if (Time != TimeProvider.System)
        {
            // A simulated clock moves while the loop is in poll: its own timer must get the loop out.
            _clockTimer = Time.CreateTimer(static state => ((WakePipe)state!).Wake(), _wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public TimeProvider Time { get; }

    /// <summary>Time since this loop was made; never goes back.</summary>
    public TimeSpan Now => Time.GetElapsedTime(_origin);

    /// <summary>True on the thread that runs the loop.</summary>
    public bool IsLoopThread => _loopThreadId == Environment.CurrentManagedThreadId;

    /// <summary>How often the loop woke up: the measure of idleness.</summary>
    internal long Turns { get; private set; }

    /// <summary>Runs <paramref name="action"/> on the loop's thread, soon, in the order of posting. From any thread; lost when the loop has ended.</summary>
    public void Post(Action action)
    {
        lock (_postLock)
        {
            _posted.Add(action);
        }

        _wake.Wake();
    }

    /// <summary>Makes <see cref="Run"/> return after the current turn. From any thread.</summary>
    public void Stop()
    {
        _stop = true;
        _wake.Wake();
    }

    /// <summary>Runs the loop on a thread of its own.</summary>
    public void Start(string threadName)
    {
        if (_thread is not null)
        {
            throw new InvalidOperationException("The loop has a thread already.");
        }

        _thread = new Thread(() => Run(CancellationToken.None)) { Name = threadName, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs the loop on this thread until <see cref="Stop"/> or the token.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _loopThreadId, Environment.CurrentManagedThreadId, 0) != 0)
        {
            throw new InvalidOperationException("The loop is running already.");
        }

        using var registration = cancellationToken.UnsafeRegister(static loop => ((EventLoop)loop!).Stop(), this);
        try
        {
            while (!_stop)
            {
                Turns++;
                RunPosted();
                RunTimers();
                if (!_stop)
                {
                    Poll();
                }
            }
        }
        finally
        {
            Volatile.Write(ref _loopThreadId, 0);
        }
    }

    /// <summary>Ends the loop, waits for its thread if it has one of its own, and lets go of the watches; the watched descriptors stay open.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        if (IsLoopThread)
        {
            // The memory that poll reports into is in use until this turn is over.
            throw new InvalidOperationException("A loop cannot be disposed from one of its callbacks; call Stop.");
        }

        Stop();
        _thread?.Join();
        if (Volatile.Read(ref _loopThreadId) != 0)
        {
            throw new InvalidOperationException("A loop that runs on its caller's thread is disposed after Run has returned.");
        }

        _disposed = true;
        _clockTimer?.Dispose();
        _wake.Dispose();
        FreePollMemory();
    }

    // Only what was posted before this turn: an action that posts itself again does not keep the descriptors waiting.
    private void RunPosted()
    {
        lock (_postLock)
        {
            if (_posted.Count == 0)
            {
                return;
            }

            (_posted, _running) = (_running, _posted);
        }

        foreach (var action in _running)
        {
            Guard(action);
        }

        _running.Clear();
    }

    private bool HasPosted
    {
        get
        {
            lock (_postLock)
            {
                return _posted.Count > 0;
            }
        }
    }

    // The edge of the loop: a fault in one pane or client is reported, and the others live on.
    private void Guard(Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // the one place where faults of callbacks surface
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _onFault(fault);
        }
    }

    private void VerifyAccess()
    {
        var owner = Volatile.Read(ref _loopThreadId);
        if (owner != 0 && owner != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("Watches and timers belong to the loop's thread; use Post.");
        }
    }
}
