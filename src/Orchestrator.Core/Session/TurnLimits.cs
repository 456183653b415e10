using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <summary>What keeps timers in bounds: pause, quiet hours, a daily budget, a plan that is done, and two agents that only thank each other.</summary>
/// <param name="openTasks">Tasks of the plan that are not complete; null when there is no plan.</param>
internal sealed class TurnLimits(SessionContext session, Func<int?> openTasks)
{
    // What a timer was refused for, by its name: told when it is news, not at every look.
    private readonly Dictionary<string, ObstacleKind> _refusals = new(StringComparer.Ordinal);

    private RhythmSettings Rhythm => session.Settings.Rhythm;

    public bool IsDamped => Rhythm.DamperMessages > 0 && session.Journal.Damper.Count >= Rhythm.DamperMessages;

    public string DamperSentence =>
        $"the last {session.Journal.Damper.Count} messages between the agents said nothing new; a word of yours or anything of substance goes on";

    /// <summary>The end of the quiet hours that are now, or null.</summary>
    public DateTimeOffset? QuietUntil => Rhythm.QuietHours?.EndOfQuiet(session.WallNow, session.Time.LocalTimeZone) is { } end ? session.Steady(end) : null;

    /// <summary>Asked by everything that gives an agent a turn that nobody wrote: why it may not now, or null.</summary>
    /// <param name="timer"><c>keepalive</c>, <c>self-check</c>, <c>foreman</c> and so on: who asks.</param>
    /// <param name="agent">Who would get the turn, or null for a turn of no agent (the Foreman's).</param>
    public Obstacle? Of(string timer, Agent? agent)
    {
        if (session.Journal.Paused)
        {
            return new Obstacle(ObstacleKind.Paused, "delivery is paused");
        }

        if (QuietUntil is { } end)
        {
            return new Obstacle(ObstacleKind.QuietHours, $"quiet hours, until {session.Clock(end)}", end);
        }

        var who = agent?.Label ?? "Foreman";
        var budget = session.Journal.Budget;
        if (Rhythm.DailyTurns > 0 && budget.Used(who, session.WallNow) >= Rhythm.DailyTurns)
        {
            return new Obstacle(ObstacleKind.Budget, $"the {Rhythm.DailyTurns} turns of the day that timers may give {who} are used up", session.Steady(budget.NextDay(session.WallNow)));
        }

        if (timer == "keepalive" && openTasks() == 0)
        {
            return new Obstacle(ObstacleKind.NoTasks, "every task of the plan is done");
        }

        return IsDamped && timer != "foreman" ? new Obstacle(ObstacleKind.IdleTalk, DamperSentence) : null;
    }

    /// <summary>Idle talk that nobody announces keeps: it lies in the inbox and goes with the next message that says something.</summary>
    public Obstacle? OfIdleTalk(Agent agent) =>
        IsDamped && agent.Nudges.OpenMessages.All(id => agent.Nudges.IsAnnounced(id) || agent.Book.Find(id) is { IsIdleTalk: true })
            ? new Obstacle(ObstacleKind.IdleTalk, DamperSentence)
            : null;

    /// <summary>Says once, in the ledger and in the log, that a timer may not now; with null that it may again.</summary>
    public async Task NoteAsync(string timer, Agent? agent, Obstacle? obstacle)
    {
        var name = NameOf(timer, agent);
        if (obstacle is null)
        {
            _refusals.Remove(name);
            return;
        }

        if (_refusals.TryGetValue(name, out var known) && known == obstacle.Kind)
        {
            return;
        }

        _refusals[name] = obstacle.Kind;
        session.Log(LogLevel.Information, $"{name} waits: {obstacle.Sentence}.");
        await session.Journal.RecordAsync(
            LedgerKinds.TimerHeld, ("timer", timer), ("peer", agent?.Label), ("reason", obstacle.Kind.Word()), ("why", obstacle.Sentence));
    }

    public bool IsRefused(string timer, Agent? agent) => _refusals.ContainsKey(NameOf(timer, agent));

    /// <summary>For a view of the timer: <c>, waits: paused</c>, or nothing.</summary>
    public string Waits(string timer, Agent? agent) => _refusals.TryGetValue(NameOf(timer, agent), out var reason) ? $", waits: {reason.Word()}" : "";

    private static string NameOf(string timer, Agent? agent) => agent is null ? timer : $"{timer} {agent.Label}";
}
