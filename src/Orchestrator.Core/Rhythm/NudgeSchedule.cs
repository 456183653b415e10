using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Rhythm;

/// <summary>A nudge that wants to be typed.</summary>
/// <param name="About">The one message that it announces in detail, or null when it speaks of all that waits.</param>
/// <param name="IsReminder">True when it was announced before and nothing was acknowledged since.</param>
public sealed record WantedNudge(string? About, bool IsReminder);

/// <summary>
/// When an agent is told of its mail: at once when mail is new, again while nothing is acknowledged, less and less often, and at last
/// the user is asked. Knows no screen and no clock; the engine asks it and tells it.
/// </summary>
public sealed class NudgeSchedule(DeliverySettings settings, Random random)
{
    private readonly Dictionary<string, bool> _announced = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private IReadOnlyList<string> _news = [];
    private int _reminders;
    private bool _mustRemind;

    /// <summary>Messages in the inbox that were not acknowledged.</summary>
    public int Open => _order.Count;

    /// <summary>When the next reminder is due, or null.</summary>
    public DateTimeOffset? Due { get; private set; }

    /// <summary>True after the last reminder went unanswered, until something is acknowledged or new mail comes.</summary>
    public bool GaveUp { get; private set; }

    public IReadOnlyList<string> OpenMessages => _order;

    public bool IsAnnounced(string messageId) => _announced.GetValueOrDefault(messageId);

    public void Arrived(string messageId)
    {
        if (_announced.TryAdd(messageId, false))
        {
            _order.Add(messageId);
        }
    }

    /// <summary>A message has left the inbox. Any such progress starts the count of reminders anew.</summary>
    public void Acknowledged(string messageId, DateTimeOffset now)
    {
        if (!_announced.Remove(messageId))
        {
            return;
        }

        _order.Remove(messageId);
        _reminders = 0;
        GaveUp = false;
        Due = _announced.ContainsValue(true) ? now + Longer(Interval(), settings.NudgeProgressTimeout) : null;
        _mustRemind &= _order.Count > 0;
    }

    /// <summary>What should be typed now if the gate is open, or null.</summary>
    public WantedNudge? Wanted(DateTimeOffset now)
    {
        if (_order.Count == 0)
        {
            return null;
        }

        var fresh = _order.Where(id => !_announced[id]).ToList();
        if (fresh.Count > 0)
        {
            return new WantedNudge(fresh.Count == 1 ? fresh[0] : null, IsReminder: false);
        }

        var reminderIsDue = Due is { } due && now >= due && _reminders < settings.NudgeMaxRetries;
        return _mustRemind || reminderIsDue ? new WantedNudge(About: null, IsReminder: true) : null;
    }

    /// <summary>A nudge was typed; it announced everything that was open.</summary>
    public void Typed(WantedNudge nudge, DateTimeOffset now)
    {
        _news = [.. _order.Where(id => !_announced[id])];
        foreach (var id in _order)
        {
            _announced[id] = true;
        }

        // Asked for by a resume, a reminder does not use up one of the counted ones.
        _reminders = !nudge.IsReminder ? 0 : _mustRemind ? _reminders : _reminders + 1;
        _mustRemind = false;
        GaveUp = false;
        Due = now + Interval();
    }

    /// <summary>Asks whether the last reminder has gone unanswered.</summary>
    /// <returns>True once: the user is to be asked now.</returns>
    public bool GivesUp(DateTimeOffset now)
    {
        if (GaveUp || _order.Count == 0 || Due is not { } due || now < due || _reminders < settings.NudgeMaxRetries || Wanted(now) is not null)
        {
            return false;
        }

        GaveUp = true;
        Due = null;
        return true;
    }

    /// <summary>The nudge that was told as typed last was not typed after all: it is wanted at once.</summary>
    public void WasNotTyped()
    {
        if (_news.Count == 0)
        {
            RemindNow();
            return;
        }

        // What an earlier nudge announced stays announced.
        foreach (var id in _news.Where(_announced.ContainsKey))
        {
            _announced[id] = false;
        }
    }

    /// <summary>One nudge for all that waits, as soon as the gate opens: after a resume.</summary>
    public void RemindNow() => _mustRemind = _order.Count > 0;

    /// <summary>The agent was started anew and knows of nothing.</summary>
    public void ForgetAnnouncements()
    {
        foreach (var id in _order)
        {
            _announced[id] = false;
        }

        _reminders = 0;
        GaveUp = false;
        Due = null;
    }

    private TimeSpan Interval()
    {
        var jitter = 1 + (settings.NudgeJitter * ((2 * random.NextDouble()) - 1));
        var backedOff = settings.NudgeResend.TotalSeconds * Math.Pow(2, _reminders);
        return TimeSpan.FromSeconds(jitter * Math.Min(backedOff, Math.Max(settings.NudgeBackoffMax.TotalSeconds, settings.NudgeResend.TotalSeconds)));
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
