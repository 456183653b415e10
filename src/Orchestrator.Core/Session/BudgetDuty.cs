namespace Orchestrator.Core.Session;

/// <summary>Tells how many turns timers have given an agent today.</summary>
internal sealed class BudgetDuty(SessionContext session, Agent agent) : IDuty
{
    public string Name => "budget";

    public Agent? Agent => agent;

    // Those who wait for the next day wake by themselves.
    public DateTimeOffset? Due => null;

    public TimerView? View
    {
        get
        {
            var (budget, most) = (session.Journal.Budget, session.Settings.Rhythm.DailyTurns);
            return most > 0 && budget.Used(agent.Label, session.WallNow) is > 0 and var used
                ? new TimerView(Name, agent.Role, session.Steady(budget.NextDay(session.WallNow)), $"{used} of {most} turns that timers may give {agent.Label} in a day")
                : null;
        }
    }

    public Task AdvanceAsync() => Task.CompletedTask;
}
