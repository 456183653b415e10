using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <content>What keeps timers in bounds: pause, quiet hours, a daily budget, and two agents that only thank each other.</content>
public sealed partial class Engine
{
    private readonly TurnBudget _budget;
    private readonly Damper _damper = new();
    private readonly SelfCheckCount _selfChecks = new();
    private readonly CompactMemory _compactions = new();

    // What a timer was refused for, by its name: told when it is news, not at every look.
    private readonly Dictionary<string, string> _refusals = new(StringComparer.Ordinal);
    private bool _damperTold;

    private RhythmSettings Rhythm => _settings.Rhythm;

    private bool IsDamped => Rhythm.DamperMessages > 0 && _damper.Count >= Rhythm.DamperMessages;

    /// <summary>Asked by everything that gives an agent a turn that nobody wrote: why it may not now, or null.</summary>
    /// <param name="timer"><c>keepalive</c>, <c>self-check</c>, <c>foreman</c> and so on: who asks.</param>
    /// <param name="seat">Who would get the turn, or null for a turn of no agent (the Foreman's).</param>
    private Obstacle? TimerObstacle(string timer, AgentSeat? seat)
    {
        if (_pause.Paused)
        {
            return new Obstacle("paused", "delivery is paused");
        }

        if (Rhythm.QuietHours?.EndOfQuiet(Now, _time.LocalTimeZone) is { } end)
        {
            return new Obstacle("quiet-hours", $"quiet hours, until {Clock(end)}", end);
        }

        var who = seat?.Label ?? "Foreman";
        if (Rhythm.DailyTurns > 0 && _budget.Used(who, Now) >= Rhythm.DailyTurns)
        {
            return new Obstacle("budget", $"the {Rhythm.DailyTurns} turns of the day that timers may give {who} are used up", _budget.NextDay(Now));
        }

        if (timer == "keepalive" && OpenTasks == 0)
        {
            return new Obstacle("no-tasks", "every task of the plan is done");
        }

        return IsDamped && timer != "foreman" ? new Obstacle("damper", DamperSentence) : null;
    }

    private string DamperSentence => $"the last {_damper.Count} messages between the agents said nothing new; a word of yours or anything of substance goes on";

    /// <summary>Says once, in the ledger and in the log, that a timer may not now; with null that it may again.</summary>
    private async Task NoteRefusalAsync(string timer, AgentSeat? seat, Obstacle? obstacle)
    {
        var name = seat is null ? timer : $"{timer} {seat.Label}";
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
        Log(LogLevel.Information, $"{name} waits: {obstacle.Sentence}.");
        await RecordAsync(LedgerKinds.TimerHeld, ("timer", timer), ("peer", seat?.Label), ("reason", obstacle.Kind), ("why", obstacle.Sentence));
    }

    // Idle talk that nobody announces keeps: it lies in the inbox and goes with the next message that says something.
    private Obstacle? DamperObstacle(AgentSeat seat) =>
        IsDamped && seat.Nudges.OpenMessages.All(id => seat.Nudges.IsAnnounced(id) || seat.Book.Find(id) is { IsIdleTalk: true })
            ? new Obstacle("damper", DamperSentence)
            : null;

    private async Task TellOfDamperAsync()
    {
        if (IsDamped == _damperTold)
        {
            return;
        }

        _damperTold = IsDamped;
        if (IsDamped)
        {
            Show(TimelineKind.Warning, "System", $"The damper holds: {DamperSentence}. Nothing is lost; their last messages lie in the inboxes.");
        }

        await RecordAsync(LedgerKinds.DamperSet, ("on", IsDamped), ("count", _damper.Count));
    }

    private void AddRhythmTimers(ImmutableArray<TimerView>.Builder timers)
    {
        if (Rhythm.QuietHours?.EndOfQuiet(Now, _time.LocalTimeZone) is { } end)
        {
            timers.Add(new TimerView("quiet hours", null, end, $"{Rhythm.QuietHours}: no timer gives a turn until then"));
        }

        if (_choices?.Foreman is not null && _phase == SessionPhase.Running)
        {
            timers.Add(ForemanRun is { } run
                ? new TimerView("foreman", null, run.Limit, $"runs since {Clock(run.StartedAt)}, stopped then at the latest") { Quiet = true }
                : new TimerView("foreman", null, _foremanDue, ForemanIsOn ? $"next run{Waits("foreman")}" : "off") { Quiet = true });
        }

        if (IsDamped)
        {
            timers.Add(new TimerView("damper", null, null, DamperSentence));
        }

        foreach (var seat in _seats.Values.OrderBy(seat => seat.Role))
        {
            if (Rhythm.SelfCheckEvery > 0)
            {
                timers.Add(new TimerView("self-check", seat.Role, null, $"{Math.Min(_selfChecks.Since(seat.Label), Rhythm.SelfCheckEvery)}/{Rhythm.SelfCheckEvery} messages{Waits($"self-check {seat.Label}")}"));
            }

            if (CompactDue(seat) is { } compact)
            {
                timers.Add(new TimerView("compact", seat.Role, compact, $"when it is idle and has no mail{Waits($"compact {seat.Label}")}"));
            }

            if (_budget.Used(seat.Label, Now) is > 0 and var used && Rhythm.DailyTurns > 0)
            {
                timers.Add(new TimerView("budget", seat.Role, _budget.NextDay(Now), $"{used} of {Rhythm.DailyTurns} turns that timers may give {seat.Label} in a day"));
            }
        }
    }

    private string Waits(string name) => _refusals.TryGetValue(name, out var reason) ? $", waits: {reason}" : "";

    private string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _time.LocalTimeZone).ToString("HH:mm", CultureInfo.InvariantCulture);
}
