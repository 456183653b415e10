using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestrator.Core.Judging;

/// <summary>
/// Reads when a usage limit ends off the row that tells of it: <c>resets 9pm (Asia/Jerusalem)</c>, <c>try again at Jul 22nd, 2026 10:42 AM</c>,
/// <c>try again in 2 hours 5 minutes</c>, <c>resets Dec 3 at 10:30</c>.
/// </summary>
public static partial class ResetTime
{
    // The minute that is shown is cut off, not rounded: a return right then could still be refused.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    // The patterns are linear in it; the time-out is for a machine that stands still.
    private const int MostCharacters = 500;

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <param name="seenAt">When the row was first seen: what it says is relative to it.</param>
    /// <param name="local">The zone of times that name none.</param>
    /// <returns>Null when the row says no time that can be read.</returns>
    public static DateTimeOffset? Read(string row, DateTimeOffset seenAt, TimeZoneInfo local)
    {
        ArgumentNullException.ThrowIfNull(row);
        row = row.Length <= MostCharacters ? row : row[..MostCharacters];
        try
        {
            if (In().Match(row) is { Success: true } within)
            {
                return seenAt + Sum(within.Groups["span"].Value) + Slack;
            }

            return At().Match(row) is { Success: true } at ? Moment(at, seenAt, ZoneOf(at.Groups["zone"].Value) ?? local) + Slack : null;
        }
        catch (Exception e) when (e is RegexMatchTimeoutException or OverflowException or ArgumentException or FormatException)
        {
            // What cannot be read is no time; the limit then holds until it has gone from the screen.
            return null;
        }
    }

    private static TimeSpan Sum(string text)
    {
        var sum = TimeSpan.Zero;
        foreach (Match part in Part().Matches(text))
        {
            var count = int.Parse(part.Groups["n"].ValueSpan, CultureInfo.InvariantCulture);
            sum += char.ToLowerInvariant(part.Groups["unit"].ValueSpan[0]) switch
            {
                'd' => TimeSpan.FromDays(count),
                'h' => TimeSpan.FromHours(count),
                'm' => TimeSpan.FromMinutes(count),
                _ => TimeSpan.FromSeconds(count),
            };
        }

        return sum;
    }

    private static DateTimeOffset? Moment(Match at, DateTimeOffset seenAt, TimeZoneInfo zone)
    {
        var here = TimeZoneInfo.ConvertTime(seenAt, zone);
        var hour = Number(at, "hour") ?? 0;
        var half = at.Groups["half"].Value.ToLowerInvariant();
        if (half.Length > 0)
        {
            if (hour is < 1 or > 12)
            {
                return null;
            }

            hour = (hour % 12) + (half[0] == 'p' ? 12 : 0);
        }

        var minute = Number(at, "minute") ?? 0;
        if (hour > 23 || minute > 59 || (!at.Groups["hour"].Success && !at.Groups["month"].Success))
        {
            return null;
        }

        if (Array.IndexOf(Months, at.Groups["month"].Value.ToLowerInvariant()) is >= 0 and var month)
        {
            var year = Number(at, "year") ?? here.Year;
            var moment = new DateTime(year, month + 1, Number(at, "day") ?? 1, hour, minute, 0, DateTimeKind.Unspecified);
            // Without a year it is the next one: a limit of December ends in January.
            return InZone(Number(at, "year") is null && moment < here.DateTime.AddDays(-1) ? moment.AddYears(1) : moment, zone);
        }

        var today = new DateTime(here.Year, here.Month, here.Day, hour, minute, 0, DateTimeKind.Unspecified);
        return InZone(today < here.DateTime.AddMinutes(-1) ? today.AddDays(1) : today, zone);
    }

    private static DateTimeOffset InZone(DateTime moment, TimeZoneInfo zone) => new(moment, zone.GetUtcOffset(moment));

    private static int? Number(Match match, string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : null;

    private static TimeZoneInfo? ZoneOf(string name) => name.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    [GeneratedRegex(@"\b(resets?|try again|available( again)?|retry|refresh(es)?)\b\W{0,3}in (?<span>(\d{1,4} ?(days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\b[, ]*(and )?){1,4})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex In();

    [GeneratedRegex(@"(?<n>\d{1,4}) ?(?<unit>[dhms])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();

    [GeneratedRegex(
        @"\b(resets?|try again|available( again)?|retry|refresh(es)?)\b:? ?(at |on )?((?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (?<day>\d{1,2})(st|nd|rd|th)?(, ?(?<year>\d{4}))?,?( ?at)? ?)?((?<hour>\d{1,2})(:(?<minute>\d{2}))? ?(?<half>[ap]\.?m)?\.?)?( ?\((?<zone>[A-Za-z_]+(/[A-Za-z_+\-0-9]+)*)\))?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex At();
}
