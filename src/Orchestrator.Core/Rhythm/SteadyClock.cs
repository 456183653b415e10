namespace Orchestrator.Core.Rhythm;

/// <summary>
/// A clock that never goes back. All that the engine waits for is a time on the clock: were the system's clock set back by an hour, it would wait an hour longer for
/// everything. Here time goes on from where it was, and is ahead of the system's until the next start; a jump ahead (the machine slept) is followed.
/// </summary>
internal sealed class SteadyClock(TimeProvider system) : TimeProvider
{
    private readonly Lock _lock = new();
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private TimeSpan _ahead;

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
