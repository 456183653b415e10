using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <content>What the session looks like from outside: snapshot, timeline, log.</content>
public sealed partial class Engine
{
    private readonly Audience _audience;
    private EngineSnapshot _snapshot;
    private SessionPhase _phase = SessionPhase.Setup;
    private RoleChoices? _choices;
    private readonly PauseMemory _pause = new();
    private readonly DeliveryLog _deliveries;
    private long _entries;

    public EngineSnapshot Snapshot => Volatile.Read(ref _snapshot);

    private bool SinglePeer => (_choices ?? _settings.Roles).SinglePeer;

    private DateTimeOffset Now => _time.GetUtcNow();

    public IDisposable Observe(IEngineObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var seat = new Audience.Seat(observer, left => Post(new ObserverLeft(left)));
        Post(new ObserverJoined(seat));
        return seat;
    }

    private EngineSnapshot MakeSnapshot()
    {
        var choices = _choices ?? _settings.Roles;
        return new EngineSnapshot(
            _phase,
            choices.SinglePeer,
            _pause.Paused,
            [.. _seats.Values.OrderBy(seat => seat.Role).Select(seat => seat.View())],
            Timers(),
            (int)Math.Min(_deliveries.HandOffs, int.MaxValue),
            choices.Aux,
            choices.Foreman,
            Now)
        {
            Plan = _plan,
            Runs = RunViews(),
        };
    }

    private ImmutableArray<TimerView> Timers()
    {
        var timers = ImmutableArray.CreateBuilder<TimerView>();
        foreach (var seat in _seats.Values.OrderBy(seat => seat.Role))
        {
            if (seat.Nudges.Due is { } nudge)
            {
                timers.Add(new TimerView("nudge", seat.Role, nudge, $"reminder {seat.Label}"));
            }

            if (seat.Keepalive.Due is { } keepalive)
            {
                var held = seat.Keepalive.HeldFor is { } reason ? $", waits: {reason}" : "";
                var what = seat.Keepalive.Sent >= seat.Keepalive.Max
                    ? $"keepalive {seat.Label} {seat.Keepalive.Sent}/{seat.Keepalive.Max}, last one sent"
                    : $"keepalive {seat.Label} {seat.Keepalive.Sent + 1}/{seat.Keepalive.Max}{held}";
                timers.Add(new TimerView("keepalive", seat.Role, keepalive, what));
            }
        }

        AddRhythmTimers(timers);
        return timers.ToImmutable();
    }

    // Views get a new snapshot only when something in it is another; the time alone is nothing to draw.
    private void PublishSnapshot()
    {
        var next = MakeSnapshot();
        if (Same(next, _snapshot))
        {
            return;
        }

        Volatile.Write(ref _snapshot, next);
        _audience.Show(next);
    }

    private static bool Same(EngineSnapshot a, EngineSnapshot b) =>
        a.Agents.AsSpan().SequenceEqual(b.Agents.AsSpan())
        && a.Timers.AsSpan().SequenceEqual(b.Timers.AsSpan())
        && a.Runs.AsSpan().SequenceEqual(b.Runs.AsSpan())
        && (a with { Agents = b.Agents, Timers = b.Timers, Runs = b.Runs, At = b.At }) == b;

    private void Show(TimelineKind kind, string label, string text, string? messageId = null) =>
        _audience.Append(new TimelineEntry(++_entries, Now, kind, label, text, messageId), messageId is not null && _deliveries.Search(messageId) is [var life, ..] ? life : null);

    private void Log(LogLevel level, string text)
    {
        _logger.Log(level, "{Text}", text);
        _audience.Log(new LogLine(Now, level.ToString(), text));
    }

    private void LogError(string text, Exception e)
    {
        _logger.LogError(e, "{Text}", text);
        _audience.Log(new LogLine(Now, nameof(LogLevel.Error), $"{text} {e.GetType().Name}: {e.Message}"));
    }
}
