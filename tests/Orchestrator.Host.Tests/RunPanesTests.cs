using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Runs;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Keeping;
using Orchestrator.Host.Panes;

namespace Orchestrator.Host.Tests;

/// <summary>Runs of real processes: they end whatever they do, and what they printed is text.</summary>
public sealed class RunPanesTests : IDisposable
{
    private readonly LoopOfTest _loop = new();
    private readonly RunPanes _runs;
    private readonly TaskCompletionSource<RunEnded> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InProcessKeeper _keeper;

    public RunPanesTests()
    {
        _keeper = new InProcessKeeper(_loop.Loop);
        _runs = new RunPanes(_loop.Loop, _keeper, new TuiSettings(), "mark of the test", new PaneColors(_loop.Loop, BackgroundSetting.Auto), NullLogger.Instance)
        {
            Post = engineEvent =>
            {
                switch (engineEvent)
                {
                    case RunStarted started:
                        _started.TrySetResult(started.ProcessId);
                        break;
                    case RunEnded ended:
                        _ended.TrySetResult(ended);
                        break;
                    case RunStartFailed failed:
                        _failed.TrySetResult(failed.Reason);
                        break;
                }
            },
        };
    }

    public void Dispose()
    {
        _loop.On(() =>
        {
            _runs.Dispose();
            _keeper.Dispose();
        }).Wait();
        _loop.Dispose();
    }

    [Fact]
    public async Task What_it_prints_is_text_whatever_it_does_with_the_cursor()
    {
        Start("printf 'thinking 1\\rthinking 2\\r\\033[2K\\033[1;32mthe answer\\033[0m is '; printf '%s\\n' 42; printf 'x%.0s' $(seq 300); echo; exit 3");
        var ended = await _loop.Wait(_ended.Task);
        Assert.Equal(3, ended.Exit.ExitCode);
        Assert.Equal(["the answer is 42", new string('x', 300)], ended.Output.Split('\n'));
    }

    [Fact]
    public async Task One_that_ignores_SIGTERM_is_killed_and_what_it_left_in_the_background_too()
    {
        Start("trap '' TERM HUP; setsid sleep 300 & echo ready; while true; do sleep 1; done");
        var process = await _loop.Wait(_started.Task);
        await UntilReady();
        _runs.Stop("run-1");
        var ended = await _loop.Wait(_ended.Task);
        Assert.Equal(new AgentExit(null, 9), ended.Exit);
        Assert.Equal("ready", ended.Output);
        await Until(async () => (await Remains.FindAsync("run-1", Remains.RunVariable)).Count == 0);
        Assert.False(Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}")));
    }

    [Fact]
    public async Task One_that_obeys_SIGTERM_ends_by_it()
    {
        Start("echo ready; exec sleep 300");
        await _loop.Wait(_started.Task);
        await UntilReady();
        _runs.Stop("run-1");
        Assert.Equal(new AgentExit(null, 15), (await _loop.Wait(_ended.Task)).Exit);
    }

    [Fact]
    public async Task A_flood_is_kept_up_to_its_end_and_no_further()
    {
        Start("yes 'a line of the flood' | head -c 10000000; echo; echo the end");
        var ended = await _loop.Wait(_ended.Task);
        Assert.InRange(ended.Output.Length, 100_000, 200_000);
        Assert.EndsWith("the end", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_started_says_why()
    {
        _runs.Start(new RunLaunch(RunKind.Aux, "run-1", "fake", ["/does/not/exist"], "/", ImmutableDictionary<string, string>.Empty));
        Assert.Contains("/does/not/exist", await _loop.Wait(_failed.Task), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_shown_while_it_runs()
    {
        Assert.Null(await _loop.On(() => _runs.Shown));
        Start("echo shown; exec sleep 300");
        await _loop.Wait(_started.Task);
        Assert.Equal("Aux · fake", (await _loop.On(() => _runs.Shown))?.Title);
        _runs.Stop("run-1");
        await _loop.Wait(_ended.Task);
        Assert.NotNull(await _loop.On(() => _runs.Shown)); // A moment longer, to see how it ended.
    }

    private void Start(string script) =>
        _runs.Start(new RunLaunch(RunKind.Aux, "run-1", "fake", ["/bin/sh", "-c", script], "/", ImmutableDictionary<string, string>.Empty));

    // The script is past its traps, and prints nothing before it is ready.
    private async Task UntilReady()
    {
        TaskCompletionSource<bool> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _loop.On(() =>
        {
            var pane = _runs.Shown!.Value.Pane;
            pane.Changed += _ => Look();
            Look();

            void Look()
            {
                if (pane.Screen.RowText(0).Contains("ready", StringComparison.Ordinal))
                {
                    ready.TrySetResult(true);
                }
            }
        });
        await _loop.Wait(ready.Task);
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using CancellationTokenSource patience = new(LoopOfTest.Patience);
        while (!await condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
