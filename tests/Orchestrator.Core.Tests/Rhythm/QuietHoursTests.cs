using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Tests.Rhythm;

public class QuietHoursTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("22:00-07:00", "2026-05-04T21:59:00+02:00", null)]
    [InlineData("22:00-07:00", "2026-05-04T22:00:00+02:00", "2026-05-05T07:00:00+02:00")]
    [InlineData("22:00-07:00", "2026-05-05T00:30:00+02:00", "2026-05-05T07:00:00+02:00")]
    [InlineData("22:00-07:00", "2026-05-05T07:00:00+02:00", null)]
    [InlineData("12:00-13:30", "2026-05-05T13:29:00+02:00", "2026-05-05T13:30:00+02:00")]
    [InlineData("12:00-13:30", "2026-05-05T13:30:00+02:00", null)]
    // The night in which the clocks go forward is an hour shorter, and 02:30 does not exist.
    [InlineData("22:00-07:00", "2026-03-28T23:00:00+01:00", "2026-03-29T07:00:00+02:00")]
    [InlineData("22:00-02:30", "2026-03-28T23:00:00+01:00", "2026-03-29T03:00:00+02:00")]
    // The night in which they go back is an hour longer.
    [InlineData("22:00-07:00", "2026-10-24T23:00:00+02:00", "2026-10-25T07:00:00+01:00")]
    public void Quiet_ends_at_the_local_time(string hours, string now, string? end)
    {
        Assert.True(QuietHours.TryParse(hours, out var quiet));
        Assert.Equal(end is null ? null : DateTimeOffset.Parse(end), quiet!.EndOfQuiet(DateTimeOffset.Parse(now), Berlin));
    }

    [Theory]
    [InlineData("")]
    [InlineData("22-7")]
    [InlineData("22:00")]
    [InlineData("25:00-07:00")]
    [InlineData("07:00-07:00")]
    [InlineData("22:00-07:00-08:00")]
    public void What_are_no_hours_is_not_read(string text) => Assert.False(QuietHours.TryParse(text, out _));

    [Fact]
    public void Quiet_always_ends_within_a_day_and_after_now()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var quiet = new QuietHours(new TimeOnly(random.Next(24), random.Next(60)), new TimeOnly(random.Next(24), random.Next(60)));
            var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(366 * 24 * 60));
            if (quiet.From != quiet.To && quiet.EndOfQuiet(now, Berlin) is { } end)
            {
                Assert.InRange(end - now, TimeSpan.FromSeconds(1), TimeSpan.FromHours(25.5));
            }
        }
    }
}
