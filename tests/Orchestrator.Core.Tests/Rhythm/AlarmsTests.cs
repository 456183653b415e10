using Orchestrator.Core.Rhythm;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Rhythm;

public class AlarmsTests
{
    private readonly ManualTimeProvider _time = new();
    private int _rings;

    [Fact]
    public void The_earliest_alarm_rings_and_a_moved_or_cleared_one_does_not()
    {
        using var alarms = new Alarms(_time, () => _rings++);
        var start = _time.GetUtcNow();
        alarms.Set("a", start + Sec(10));
        alarms.Set("b", start + Sec(5));
        alarms.Set("b", start + Sec(20));
        alarms.Arm();
        Assert.Equal(start + Sec(10), alarms.Next);
        _time.Advance(Sec(9));
        Assert.Equal(0, _rings);
        _time.Advance(Sec(1));
        Assert.Equal(1, _rings);
        alarms.Rang();
        alarms.Set("a", null);
        alarms.Set("b", null);
        alarms.Arm();
        Assert.Null(alarms.Next);
        Assert.Equal(0, _time.ActiveTimers);
        _time.Advance(Sec(100));
        Assert.Equal(1, _rings);
    }

    [Fact]
    public void An_alarm_that_is_days_away_wakes_once_a_day()
    {
        using var alarms = new Alarms(_time, () => _rings++);
        alarms.Set("far", _time.GetUtcNow() + TimeSpan.FromDays(100));
        alarms.Arm();
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, _rings);
    }
}
