namespace Orchestrator.Pty;

/// <summary>Timers, on the loop's <see cref="TimeProvider"/>.</summary>
public sealed partial class EventLoop
{
    private readonly PriorityQueue<LoopTimer, (TimeSpan Due, long Order)> _timers = new();
    private readonly ITimer? _clockTimer;
    private TimeSpan _clockTimerDue = TimeSpan.MaxValue;
    private long _timerOrder;

    /// <summary>Calls <paramref name="action"/> once, after <paramref name="after"/>, unless the result is disposed before.</summary>
    public IDisposable Schedule(TimeSpan after, Action action)
    {
        var timer = CreateTimer(action);
        timer.Set(after);
        return timer;
    }

    /// <summary>A timer to be set as often as wanted.</summary>
    public LoopTimer CreateTimer(Action action) => new(this, action);

    internal void Add(LoopTimer timer)
    {
        VerifyAccess();
        _timers.Enqueue(timer, (timer.Due, _timerOrder++));
    }

    internal void Remove(LoopTimer timer)
    {
        VerifyAccess();
        _timers.Remove(timer, out _, out _);
    }

    // Only those that were there when the turn began: a timer that schedules itself at once does not keep the descriptors waiting.
    private void RunTimers()
    {
        if (_timers.Count == 0)
        {
            return;
        }

        var now = Now;
        var orderAtStart = _timerOrder;
        while (_timers.TryPeek(out var timer, out var at) && at.Due <= now && at.Order < orderAtStart)
        {
            _timers.Dequeue();
            timer.Rang();
            Guard(timer.Callback);
        }
    }

    private int MillisecondsToNextTimer()
    {
        if (!_timers.TryPeek(out var next, out _))
        {
            SetClockTimer(TimeSpan.MaxValue);
            return -1;
        }

        var wait = next.Due - Now;
        if (wait <= TimeSpan.Zero)
        {
            return 0;
        }

        if (_clockTimer is not null)
        {
            SetClockTimer(next.Due);
            return -1;
        }

        // Rounded up: a timer that fires early would only be looked at again. A day bounds the cast.
        return (int)Math.Ceiling(Math.Min(wait.TotalMilliseconds, TimeSpan.MillisecondsPerDay));
    }

    private void SetClockTimer(TimeSpan due)
    {
        if (_clockTimer is not null && due != _clockTimerDue)
        {
            _clockTimerDue = due;
            var wait = due - Now;
            _clockTimer.Change(due == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : wait < TimeSpan.Zero ? TimeSpan.Zero : wait, Timeout.InfiniteTimeSpan);
        }
    }
}
