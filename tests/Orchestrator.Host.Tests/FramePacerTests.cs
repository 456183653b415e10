using Orchestrator.Core.Tests;
using Orchestrator.Host.Clients;

namespace Orchestrator.Host.Tests;

/// <summary>When a client gets its next frame, on a simulated clock.</summary>
public sealed class FramePacerTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly LoopOfTest _loop;
    private readonly FramePacer _pacer;
    private readonly List<double> _frames = [];
    private bool _busy;

    public FramePacerTests()
    {
        _loop = new LoopOfTest(_clock);
        _pacer = new FramePacer(_loop.Loop, () => _busy, () => _frames.Add(_loop.Loop.Now.TotalMilliseconds));
    }

    public void Dispose()
    {
        _loop.Dispose();
        _pacer.Dispose();
    }

    [Fact]
    public async Task After_quiet_a_frame_is_drawn_at_once()
    {
        await Request();
        await Pass(1000);
        await Request();
        Assert.Equal([0, 1000], _frames);
    }

    [Fact]
    public async Task A_flood_is_drawn_sixty_times_a_second()
    {
        for (var millisecond = 0; millisecond < 1000; millisecond++)
        {
            await Request();
            await Pass(1);
        }

        Assert.InRange(_frames.Count, 60, 64);
        Assert.All(_frames.Zip(_frames.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 16));
    }

    [Fact]
    public async Task The_last_change_of_a_flood_is_drawn_too()
    {
        await Request();
        await Pass(3);
        await Request();
        await Pass(100);
        Assert.Equal([0, 16], _frames);
    }

    [Fact]
    public async Task The_echo_of_a_key_does_not_wait_for_the_next_sixtieth()
    {
        await Request();
        await Pass(2);
        await Request();
        await Request(urgent: true);
        Assert.Equal([0, 2], _frames);
    }

    [Fact]
    public async Task A_key_right_after_a_frame_shortens_the_wait_that_is_set()
    {
        await Request();
        await Request();
        await Request(urgent: true);
        await Pass(100);
        Assert.Equal([0, 1], _frames);
    }

    [Fact]
    public async Task Nothing_is_drawn_while_the_last_frame_is_on_its_way_and_the_newest_when_it_has_arrived()
    {
        await Request();
        _busy = true;
        for (var i = 0; i < 50; i++)
        {
            await Request();
            await Pass(20);
        }

        Assert.Single(_frames);
        _busy = false;
        await _loop.On(_pacer.Drained);
        await Pass(100);
        Assert.Equal([0, 1000], _frames);
    }

    [Fact]
    public async Task A_connection_that_drains_without_news_gets_no_frame()
    {
        await Request();
        await Pass(100);
        await _loop.On(_pacer.Drained);
        Assert.Single(_frames);
    }

    [Fact]
    public async Task With_nothing_to_draw_no_timer_is_set()
    {
        await Request();
        await Pass(1);
        await Request();
        await Pass(50);
        Assert.Equal(2, _frames.Count);
        Assert.Equal(0, _clock.ActiveTimers);
    }

    [Fact]
    public async Task A_flood_is_paced_without_allocation()
    {
        var allocated = await _loop.On(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                _pacer.Request(urgent: false);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10_000; i++)
            {
                _pacer.Request(urgent: false);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, allocated);
    }

    private Task Request(bool urgent = false) => _loop.On(() => _pacer.Request(urgent));

    private async Task Pass(int milliseconds)
    {
        await _loop.Settle();
        for (var passed = 0; passed < milliseconds; passed++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await _loop.Settle();
        }
    }
}
