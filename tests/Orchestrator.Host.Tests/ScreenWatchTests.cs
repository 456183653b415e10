using System.Text;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Tests;
using Orchestrator.Host.Panes;
using Orchestrator.Pty;

namespace Orchestrator.Host.Tests;

/// <summary>When the engine is shown an agent's screen, on a simulated clock.</summary>
public sealed class ScreenWatchTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly LoopOfTest _loop;
    private readonly TerminalPane _pane;
    private readonly ScreenWatch _watch;
    private readonly List<(double At, ScreenObservation Screen)> _seen = [];

    public ScreenWatchTests()
    {
        _loop = new LoopOfTest(_clock);
        _pane = new TerminalPane(_loop.Loop, new NoKeeper(), new TermSize(20, 3), new TuiSettings(), new PaneColors(_loop.Loop, BackgroundSetting.Auto));
        _watch = new ScreenWatch(_loop.Loop, _pane, screen => _seen.Add((_loop.Loop.Now.TotalMilliseconds, screen)));
    }

    public void Dispose()
    {
        _loop.Dispose();
        _pane.Dispose();
    }

    [Fact]
    public async Task A_screen_that_has_settled_is_shown_once()
    {
        await Print("hello");
        await Pass(1000);
        (var at, var screen) = Assert.Single(_seen);
        Assert.Equal(30, at);
        Assert.True(screen.Settled);
        Assert.Equal("hello", screen.Rows[0]);
        Assert.Equal(0, _clock.ActiveTimers);
    }

    [Fact]
    public async Task A_screen_that_keeps_moving_is_shown_every_quarter_of_a_second()
    {
        for (var i = 0; i < 100; i++)
        {
            await Print("x");
            await Pass(10);
        }

        Assert.InRange(_seen.Count, 3, 4);
        Assert.All(_seen, look => Assert.False(look.Screen.Settled));
        Assert.InRange(_seen[0].At, 250, 290);
        await Pass(500);
        Assert.True(_seen[^1].Screen.Settled);
    }

    [Fact]
    public async Task Half_a_synchronized_update_is_not_judged()
    {
        for (var i = 0; i < 60; i++)
        {
            await Print("\e[?2026hx");
            await Pass(10);
        }

        Assert.Empty(_seen);
        await Pass(100);
        Assert.True(Assert.Single(_seen).Screen.Settled);
    }

    private Task Print(string text) => _loop.On(() =>
    {
        _pane.Screen.Feed(Encoding.UTF8.GetBytes(text));
        _watch.Changed();
    });

    private async Task Pass(int milliseconds)
    {
        for (var passed = 0; passed < milliseconds; passed += 10)
        {
            await _loop.Settle();
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            await _loop.Settle();
        }
    }
}
