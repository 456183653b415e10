using Orchestrator.Core.Judging;

namespace Orchestrator.Core.Tests.Judging;

public class ResetTimeTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    // 15:00 in Berlin.
    private static readonly DateTimeOffset Seen = new(2026, 7, 20, 13, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("You've hit your session limit · resets 9pm (Asia/Jerusalem)", "2026-07-20T18:01Z")]
    [InlineData("⎿  You've hit your weekly limit · resets 1am (Asia/Jerusalem)", "2026-07-20T22:01Z")]
    [InlineData("■ You've hit your usage limit. Upgrade to Plus to continue using Codex, or try again at Jul 22nd, 2026 10:42 AM.", "2026-07-22T08:43Z")]
    [InlineData("5h limit: 0% left · resets at 03:42 · /status", "2026-07-21T01:43Z")]
    [InlineData("limit reached ∙ resets 3:30pm", "2026-07-20T13:31Z")]
    [InlineData("limit reached, try again in 2 hours 5 minutes", "2026-07-20T15:06Z")]
    [InlineData("Please retry in 45s.", "2026-07-20T13:01:45Z")]
    [InlineData("usage limit, try again in 1 day and 3 hours", "2026-07-21T16:01Z")]
    [InlineData("limit · resets Jan 3 at 10:30", "2027-01-03T09:31Z")]
    [InlineData("You've reached your limit. Resets Aug 1, 9am", "2026-08-01T07:01Z")]
    public void The_end_of_a_limit_is_read_off_its_row(string row, string utc) =>
        Assert.Equal(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), ResetTime.Read(row, Seen, Berlin));

    [Theory]
    [InlineData("You've hit your limit")]
    [InlineData("usage limit reached, try again later")]
    [InlineData("resets 31pm")]
    [InlineData("resets Feb 31 at 10:00")]
    [InlineData("resets in a while")]
    [InlineData("try again in 99999 days")]
    [InlineData("")]
    public void A_row_that_says_no_time_has_none(string row) => Assert.Null(ResetTime.Read(row, Seen, Berlin));
}
