using System.Globalization;

namespace Orchestrator.Cli.Output;

/// <summary>Times of the host, which tells them with their offset, as the clock on the user's wall shows them.</summary>
/// <param name="zone">The user's time zone.</param>
/// <param name="now">What is "today".</param>
internal sealed class LocalTime(TimeZoneInfo zone, DateTimeOffset now)
{
    // What the framework calls a zone whose name it cannot find out.
    private const string Nameless = "Local";

    private readonly DateTimeOffset _now = TimeZoneInfo.ConvertTime(now, zone);

    /// <summary>The zone, for the reader of the times, e.g. <c>Europe/Berlin (UTC+01:00)</c>.</summary>
    public string Zone
    {
        get
        {
            var offset = $"UTC{_now.ToString("zzz", CultureInfo.InvariantCulture)}";
            return zone.Id == Nameless ? offset : $"{zone.Id} ({offset})";
        }
    }

    /// <summary>The time of day, with the date where it is not today.</summary>
    /// <param name="written">ISO 8601 with an offset; anything else is given back as it is.</param>
    public string Of(string written)
    {
        if (!DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return written;
        }

        var local = TimeZoneInfo.ConvertTime(at, zone);
        return local.ToString(local.Date == _now.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
