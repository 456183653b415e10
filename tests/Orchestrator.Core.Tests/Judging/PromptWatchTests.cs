using Orchestrator.Core.Judging;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Judging;

public class PromptWatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly PromptWatch _watch = new();

    private bool Look(int ms, params string[] rows) => _watch.Look(Screen(1, rows), null, null, Start.AddMilliseconds(ms));

    [Fact]
    public void A_prompt_is_shown_when_it_has_been_the_same_for_a_moment()
    {
        Assert.False(Look(0, "1. Yes"));
        Assert.Equal(Start.AddMilliseconds(300), _watch.Due);
        Assert.False(Look(100, "rm x", "1. Yes"));
        Assert.False(Look(399, "rm x", "1. Yes"));
        Assert.True(Look(400, "rm x", "1. Yes"));
        Assert.Equal(["rm x", "1. Yes"], _watch.Shown!.Rows);
        Assert.Null(_watch.Due);
        Assert.False(Look(900, "rm x", "1. Yes"));
    }

    [Fact]
    public void One_that_changes_all_the_time_is_shown_nevertheless()
    {
        for (var ms = 0; ms < 2000; ms += 100)
        {
            Assert.False(Look(ms, $"{ms} %", "1. Yes"));
        }

        Assert.True(Look(2000, "2000 %", "1. Yes"));
        Assert.False(Look(2100, "2100 %", "1. Yes"));
        Assert.Contains("2000 %", _watch.Shown!.Rows);
    }

    [Fact]
    public void The_old_one_is_shown_until_another_one_is_drawn_whole()
    {
        Look(0, "rm x");
        Assert.True(Look(300, "rm x"));
        var first = _watch.Shown;
        Assert.False(Look(400, "rm y"));
        Assert.Same(first, _watch.Shown);
        Assert.True(Look(700, "rm y"));
        Assert.NotEqual(first!.Id, _watch.Shown!.Id);
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void It_is_the_same_only_when_it_was_away_while_the_screen_was_drawn_again(bool settled, bool answered, bool same)
    {
        Look(0, "rm x");
        Look(300, "rm x");
        var id = _watch.Shown!.Id;
        if (answered)
        {
            _watch.Forget();
        }

        _watch.LookAway(Screen(2, "") with { Settled = settled });
        Assert.Null(_watch.Shown);
        Look(400, "rm x");
        Look(700, "rm x");
        Assert.Equal(same, _watch.Shown!.Id == id);
    }
}
