using Orchestrator.Cli.Output;
namespace Orchestrator.Cli.Tests;

public sealed class LocalTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 20, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-12-01T19:59:58+00:00", "01:29:58")]
    [InlineData("2026-12-01T19:59:58+02:00", "2026-12-01 23:29:58")] // Yesterday, in Kolkata.
    [InlineData("2026-12-02T19:00:00+00:00", "2026-12-03 00:30:00")]
    [InlineData("soon", "soon")]
    public void A_time_is_that_of_the_users_zone_with_the_date_where_it_is_not_today(string written, string shown)
    {
        Assert.Equal(shown, new LocalTime(TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"), Now).Of(written));
    }

    [Fact]
    public void The_zone_is_named_with_its_present_offset()
    {
        Assert.Equal("Europe/Berlin (UTC+01:00)", new LocalTime(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), Now).Zone);
        Assert.Equal("Europe/Berlin (UTC+02:00)", new LocalTime(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), Now.AddMonths(-5)).Zone);
        Assert.Equal("UTC-03:30", new LocalTime(TimeZoneInfo.CreateCustomTimeZone("Local", new TimeSpan(-3, -30, 0), "", ""), Now).Zone);
    }
}
