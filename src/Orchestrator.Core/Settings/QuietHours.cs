using System.Globalization;

namespace Orchestrator.Core.Settings;

/// <summary>Hours of the local day, e.g. from 22:00 to 07:00 of the next morning.</summary>
public sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    /// <summary>Reads <c>22:00-07:00</c>; false for anything else, also when both times are the same.</summary>
    public static bool TryParse(string text, out QuietHours? hours)
    {
        hours = null;
        var parts = text.Split('-', StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || !TryTime(parts[0], out var from) || !TryTime(parts[1], out var to) || from == to)
        {
            return false;
        }

        hours = new QuietHours(from, to);
        return true;
    }

    /// <returns>When they end, if it is quiet now; else null.</returns>
    public DateTimeOffset? EndOfQuiet(DateTimeOffset now, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var time = TimeOnly.FromDateTime(local.DateTime);
        var overMidnight = To < From;
        var quiet = overMidnight ? time >= From || time < To : time >= From && time < To;
        if (!quiet)
        {
            return null;
        }

        var day = DateOnly.FromDateTime(local.DateTime).AddDays(overMidnight && time >= From ? 1 : 0);
        var end = day.ToDateTime(To);
        while (zone.IsInvalidTime(end))
        {
            end = end.AddMinutes(30); // The clocks go forward over it.
        }

        var at = new DateTimeOffset(end, zone.GetUtcOffset(end));
        return at > now ? at : now.AddMinutes(1); // The hour that comes twice: look again.
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH\\:mm}-{To:HH\\:mm}");

    private static bool TryTime(string text, out TimeOnly time) => TimeOnly.TryParseExact(text, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
