namespace Orchestrator.Core.Rhythm;

/// <summary>
/// Everything that wants to be looked at later, by name, on one timer. With nothing set no timer runs. The callback only says that something is due;
/// whose time has come is asked on the engine's loop.
/// </summary>
internal sealed class Alarms : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly PriorityQueue<string, DateTimeOffset> _queue = new();
    private readonly Dictionary<string, DateTimeOffset> _set = new(StringComparer.Ordinal);
    private DateTimeOffset? _armedFor;

    public Alarms(TimeProvider time, Action ring)
    {
        _time = time;
        _timer = time.CreateTimer(_ => ring(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public DateTimeOffset? Next
    {
        get
        {
            // Entries that were moved or cleared stay in the queue until they come to its head.
            while (_queue.TryPeek(out var name, out var due))
            {
                if (_set.TryGetValue(name, out var current) && current == due)
                {
                    return due;
                }

                _queue.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Sets, moves or (with null) clears the alarm of that name.</summary>
    public void Set(string name, DateTimeOffset? due)
    {
        if (due is not { } at)
        {
            _set.Remove(name);
        }
        else if (!_set.TryGetValue(name, out var current) || current != at)
        {
            _set[name] = at;
            _queue.Enqueue(name, at);
        }
    }

    /// <summary>Sets the timer for the earliest alarm.</summary>
    public void Arm()
    {
        var next = Next;
        if (next == _armedFor)
        {
            return;
        }

        _armedFor = next;
        if (next is not { } due)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        // Timers count whole milliseconds and may ring a little early; one more keeps the loop from waking before its time.
        var wait = due - _time.GetUtcNow();
        _timer.Change(wait <= TimeSpan.Zero ? TimeSpan.Zero : Ceiling(wait), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The timer has rung: it runs no more until it is armed again.</summary>
    public void Rang() => _armedFor = null;

    public void Dispose() => _timer.Dispose();

    private static TimeSpan Ceiling(TimeSpan wait)
    {
        // TimeProvider.System takes at most 2^32 - 2 ms; the loop looks again after a day.
        var bounded = wait > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : wait;
        return TimeSpan.FromMilliseconds(Math.Ceiling(bounded.TotalMilliseconds));
    }
}
