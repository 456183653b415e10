namespace Orchestrator.Core.Rhythm;

/// <summary>
/// A clock that never goes back, for waiting. All that the engine waits for is a time on the clock: were the system's clock set back by an hour, it would wait
/// an hour longer for everything. Here time goes on from where it was, and is <see cref="Ahead"/> of the system's until the next start; a jump ahead (the machine
/// slept) is followed. What is written down or shown bears the time of the system's clock: this one's less <see cref="Ahead"/>.
/// </summary>
internal sealed class SteadyClock(TimeProvider system) : TimeProvider
{
    private readonly Lock _lock = new();
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private TimeSpan _ahead;

    /// <summary>How far this clock is ahead of the system's: as much as that was set back since this one was made.</summary>
    public TimeSpan Ahead
    {
        get
        {
            _ = GetUtcNow();
            lock (_lock)
            {
                return _ahead;
            }
        }
    }

    public override TimeZoneInfo LocalTimeZone => system.LocalTimeZone;

    public override long TimestampFrequency => system.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            var now = system.GetUtcNow() + _ahead;
            if (now < _last)
            {
                _ahead += _last - now;
                now = _last;
            }

            return _last = now;
        }
    }

    public override long GetTimestamp() => system.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => system.CreateTimer(callback, state, dueTime, period);
}
