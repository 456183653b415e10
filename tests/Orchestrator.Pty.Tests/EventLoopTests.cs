using System.Diagnostics;

namespace Orchestrator.Pty.Tests;

[Collection(ProcessCollection.Name)]
public sealed class EventLoopTests : IDisposable
{
    private readonly List<Exception> _faults = [];
    private readonly EventLoop _loop;

    public EventLoopTests() => _loop = new EventLoop(_faults.Add);

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task Work_posted_from_many_threads_runs_once_each_and_in_order_of_its_thread()
    {
        _loop.Start("test");
        var seen = new List<(int Thread, int Number)>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                var number = i;
                _loop.Post(() => seen.Add((thread, number)));
            }
        })));
        await OnLoop(() => { });
        Assert.Equal(4000, seen.Count);
        Assert.All(seen.GroupBy(item => item.Thread), group => Assert.Equal(Enumerable.Range(0, 1000), group.Select(item => item.Number)));
    }

    [Fact]
    public async Task A_fault_in_a_callback_is_reported_and_the_loop_goes_on()
    {
        _loop.Start("test");
        _loop.Post(() => throw new InvalidDataException("broken"));
        await OnLoop(() => _loop.Schedule(TimeSpan.Zero, () => throw new InvalidDataException("late")));
        await OnLoop(() => { });
        await OnLoop(() => { });
        Assert.Equal(["broken", "late"], _faults.Select(fault => fault.Message));
    }

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_times_and_not_after_they_are_disposed()
    {
        _loop.Start("test");
        var order = new List<string>();
        var clock = Stopwatch.StartNew();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await OnLoop(() =>
        {
            _loop.Schedule(TimeSpan.FromMilliseconds(40), () => order.Add("second"));
            _loop.Schedule(TimeSpan.FromMilliseconds(10), () => order.Add("first"));
            var cancelled = _loop.Schedule(TimeSpan.FromMilliseconds(20), () => order.Add("never"));
            _loop.Schedule(TimeSpan.FromMilliseconds(60), done.SetResult);
            cancelled.Dispose();
        });
        await done.Task.WaitAsync(PtySession.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(["first", "second"], order);
        Assert.InRange(clock.ElapsedMilliseconds, 59, 20_000);
    }

    [Fact]
    public async Task A_simulated_clock_moves_the_timers()
    {
        var time = new SimulatedTime();
        using var loop = new EventLoop(_faults.Add, time);
        var fired = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Schedule(TimeSpan.FromSeconds(240), () => fired.SetResult(loop.Now));
        loop.Start("simulated");
        await Synchronize(loop);
        time.Advance(TimeSpan.FromSeconds(239));
        await Synchronize(loop);
        Assert.False(fired.Task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(240), await fired.Task.WaitAsync(PtySession.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_idle_loop_uses_no_processor_time()
    {
        using var process = Cat();
        _loop.Watch(process.MasterFd, () => { });
        long turnsBefore = 0;
        _loop.Start("idle");
        await OnLoop(() => turnsBefore = _loop.Turns);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        long turns = 0;
        await OnLoop(() => turns = _loop.Turns);
        Assert.InRange(turns - turnsBefore, 1, 3); // the posts of this test
        process.Signal(9);
    }

    [Fact]
    public async Task Work_that_posts_itself_again_does_not_keep_a_descriptor_waiting()
    {
        using var process = Cat();
        var echoed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stop = false;
        void Again()
        {
            if (!stop)
            {
                _loop.Post(Again);
            }
        }

        FdWatch? watch = null;
        watch = _loop.Watch(process.MasterFd, () =>
        {
            Span<byte> buffer = stackalloc byte[100];
            _ = process.Read(buffer);
            stop = true;
            watch!.Dispose();
            echoed.SetResult();
        });
        _loop.Start("busy");
        _loop.Post(Again);
        _loop.Post(() => process.Write("x"u8));
        await echoed.Task.WaitAsync(PtySession.Patience, TestContext.Current.CancellationToken);
        process.Signal(9);
    }

    [Fact]
    public async Task A_watch_that_is_disposed_by_another_callback_of_the_same_turn_is_not_called()
    {
        using var one = Cat();
        using var two = Cat();
        var calls = 0;
        FdWatch? first = null;
        FdWatch? second = null;
        void EndBoth()
        {
            calls++;
            first!.Dispose();
            second!.Dispose();
        }

        one.Write("x"u8);
        two.Write("x"u8);
        PtySession.WaitForInput(one.MasterFd);
        PtySession.WaitForInput(two.MasterFd);
        first = _loop.Watch(one.MasterFd, EndBoth);
        second = _loop.Watch(two.MasterFd, EndBoth);
        _loop.Start("both");
        await OnLoop(() => { });
        await OnLoop(() => { });
        Assert.Equal(1, calls);
        one.Signal(9);
        two.Signal(9);
    }

    [Fact]
    public async Task A_descriptor_that_was_closed_while_watched_is_reported_once()
    {
        var process = Cat();
        _loop.Watch(process.MasterFd, () => { });
        process.Signal(9);
        process.Dispose();
        _loop.Start("closed");
        await OnLoop(() => { });
        await OnLoop(() => { });
        await OnLoop(() => { });
        Assert.Contains("was closed while it was watched", Assert.Single(_faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_allocates_nothing()
    {
        using var process = PtyProcess.Start(new PtyStart
        {
            FileName = "yes",
            WorkingDirectory = "/",
            Environment = PtyEnvironment.Create(),
            Size = new(80, 24),
        });
        var buffer = new byte[4096];
        var turns = 0;
        long before = 0;
        var result = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        FdWatch? watch = null;
        watch = _loop.Watch(process.MasterFd, () =>
        {
            _ = process.Read(buffer);
            turns++;
            if (turns == 100)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }
            else if (turns == 1100)
            {
                result.SetResult(GC.GetAllocatedBytesForCurrentThread() - before);
                watch!.Dispose();
            }
        });
        _loop.Start("yes");
        Assert.Equal(0, await result.Task.WaitAsync(PtySession.Patience, TestContext.Current.CancellationToken));
        process.Signal(9);
    }

    [Fact]
    public void A_loop_on_the_callers_thread_ends_with_its_token()
    {
        using var source = new CancellationTokenSource();
        using var loop = new EventLoop(_faults.Add);
        loop.Schedule(TimeSpan.FromMilliseconds(10), source.Cancel);
        loop.Run(source.Token);
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task A_timer_from_a_foreign_thread_is_refused()
    {
        _loop.Start("test");
        await OnLoop(() => { });
        Assert.Throws<InvalidOperationException>(() => _loop.Schedule(TimeSpan.Zero, () => { }));
    }

    private static PtyProcess Cat() => PtyProcess.Start(new PtyStart
    {
        FileName = "cat",
        WorkingDirectory = "/",
        Environment = PtyEnvironment.Create(),
        Size = new(80, 24),
    });

    private Task OnLoop(Action action) => Synchronize(_loop, action);

    private static Task Synchronize(EventLoop loop, Action? action = null)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() =>
        {
            action?.Invoke();
            done.SetResult();
        });
        return done.Task.WaitAsync(PtySession.Patience);
    }
}
