namespace Orchestrator.Core.Session;

/// <summary>Tells of the quiet hours that hold the other timers back.</summary>
internal sealed class QuietHoursDuty(SessionContext session, TurnLimits limits) : IDuty
{
    public string Name => "quiet hours";

    // Those who wait for their end wake by themselves.
    public DateTimeOffset? Due => null;

    public TimerView? View => limits.QuietUntil is { } end
        ? new TimerView(Name, null, end, $"{session.Settings.Rhythm.QuietHours}: no timer gives a turn until then")
        : null;

    public Task AdvanceAsync() => Task.CompletedTask;
}
