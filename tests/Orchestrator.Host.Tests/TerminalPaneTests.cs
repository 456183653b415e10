using Orchestrator.Core.Settings;
using Orchestrator.Host.Keeping;
using Orchestrator.Host.Panes;
using Orchestrator.Pty;

namespace Orchestrator.Host.Tests;

/// <summary>A real program in a pane.</summary>
public sealed class TerminalPaneTests : IAsyncLifetime
{
    private readonly LoopOfTest _loop = new();
    private InProcessKeeper _keeper = null!;
    private TerminalPane _pane = null!;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<PtyExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask InitializeAsync() => await _loop.On(() =>
    {
        _keeper = new InProcessKeeper(_loop.Loop);
        _pane = new TerminalPane(_loop.Loop, _keeper, new TermSize(40, 6), new TuiSettings { ScrollbackLines = 5000 }, new PaneColors(_loop.Loop, BackgroundSetting.Auto));
        _pane.Changed += _ => Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        _pane.Exited += (_, exit) => _exit.TrySetResult(exit);
    });

    public async ValueTask DisposeAsync()
    {
        await _loop.On(() =>
        {
            _pane.Signal(9); // SIGKILL, signal(7)
            _pane.Dispose();
            _keeper.Dispose();
        });
        _loop.Dispose();
    }

    [Fact]
    public async Task What_a_program_prints_is_on_the_screen_and_its_exit_code_is_known()
    {
        await Start("printf 'hello\\nthere'; exit 3");
        Assert.Equal(new PtyExit(3, null), await _loop.Wait(_exit.Task));
        Assert.Equal(["hello", "there"], await _loop.On(() => new[] { _pane.Screen.RowText(0), _pane.Screen.RowText(1) }));
        Assert.False(await _loop.On(() => _pane.IsAlive));
    }

    [Fact]
    public async Task The_output_that_still_waits_at_the_end_is_drawn()
    {
        await Start("i=0; while [ $i -lt 300 ]; do echo line-$i; i=$((i+1)); done; printf last-words");
        await _loop.Wait(_exit.Task);
        Assert.Equal("last-words", await _loop.On(() => Enumerable.Range(0, 6).Select(_pane.Screen.RowText).Last(row => row.Length > 0)));
    }

    [Fact]
    public async Task The_answer_to_a_query_reaches_the_program_before_what_is_typed_later()
    {
        // DSR 6, cursor position (ECMA-48): the answer is ESC [ row ; column R.
        await Start("stty raw -echo; printf '\\033[2;3H\\033[6n'; printf ready; dd bs=1 count=9 2>/dev/null | od -An -c; exit 0");
        await Until(() => _pane.Screen.RowText(1).Contains("ready", StringComparison.Ordinal));
        await _loop.On(() => _pane.Write("abc"u8, fromHuman: true));
        await _loop.Wait(_exit.Task);
        var shown = await _loop.On(() => string.Concat(Enumerable.Range(0, 6).Select(_pane.Screen.RowText)).Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains("033[2;3Rabc", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_read_has_a_bounded_queue_that_is_shown()
    {
        await Start("stty raw -echo; printf ready; exec sleep 1000");
        await Until(() => _pane.Screen.RowText(0) == "ready");
        var piece = new byte[64 * 1024];
        var taken = await _loop.On(() =>
        {
            var count = 0;
            while (count < 100 && _pane.Write(piece, fromHuman: false))
            {
                count++;
            }

            return count;
        });
        Assert.InRange(taken, 1, 20);
        Assert.Contains("does not read", await _loop.On(() => _pane.Trouble), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_reads_again_is_in_no_trouble()
    {
        await Start("stty raw -echo; printf ready; read -r line; dd of=/dev/null bs=65536 count=100000 2>/dev/null");
        await Until(() => _pane.Screen.RowText(0) == "ready");
        var piece = new byte[256 * 1024];
        await _loop.On(() =>
        {
            while (_pane.Write(piece, fromHuman: false))
            {
            }

            Assert.NotNull(_pane.Trouble);
        });
        await Until(() => _pane.Trouble is null);
    }

    [Fact]
    public async Task A_synchronized_update_holds_the_picture_until_its_end()
    {
        await Start("stty raw -echo; printf '\\033[?2026hhalf'; read -r line; printf ' whole\\033[?2026l'; read -r line");
        await Until(() => _pane.IsHeld && _pane.Screen.RowText(0) == "half");
        await _loop.On(() => _pane.Write("\n"u8, fromHuman: false));
        await Until(() => _pane.Screen.RowText(0) == "half whole");
        Assert.False(await _loop.On(() => _pane.IsHeld));
    }

    [Fact]
    public async Task A_synchronized_update_without_an_end_is_shown_after_a_moment_and_stays_so()
    {
        await Start("stty raw -echo; printf '\\033[?2026hhalf'; read -r line; printf ' more'; read -r line");
        await Until(() => _pane.Screen.RowText(0) == "half" && !_pane.IsHeld);
        await _loop.On(() => _pane.Write("\n"u8, fromHuman: false));
        await Until(() => _pane.Screen.RowText(0) == "half more");
        Assert.False(await _loop.On(() => _pane.IsHeld));
    }

    [Fact]
    public async Task A_program_starts_again_in_the_same_pane_on_an_empty_screen()
    {
        await Start("printf first; exit 1");
        await _loop.Wait(_exit.Task);
        _exit = new TaskCompletionSource<PtyExit>(TaskCreationOptions.RunContinuationsAsynchronously);
        await Start("printf second; exit 0");
        Assert.Equal(new PtyExit(0, null), await _loop.Wait(_exit.Task));
        Assert.Equal("second", await _loop.On(() => _pane.Screen.RowText(0)));
    }

    [Fact]
    public async Task The_end_of_a_program_that_was_replaced_is_not_taken_for_the_new_ones()
    {
        await Start("printf first; exec sleep 1000");
        await Until(() => _pane.Screen.RowText(0) == "first");
        await Start("printf second; read -r line; exit 7");
        await Until(() => _pane.Screen.RowText(0) == "second");
        Assert.True(await _loop.On(() => _pane.IsAlive));
        await _loop.On(() => _pane.Write("\r"u8, fromHuman: true));
        Assert.Equal(new PtyExit(7, null), await _loop.Wait(_exit.Task));
    }

    [Fact]
    public async Task A_new_size_reaches_the_program()
    {
        await Start("trap 'stty size' WINCH; printf ready; while :; do read -r line; done");
        await Until(() => _pane.Screen.RowText(0) == "ready");
        await _loop.On(() => _pane.Resize(new TermSize(33, 4)));
        await Until(() => Enumerable.Range(0, _pane.Screen.Size.Rows).Any(row => _pane.Screen.RowText(row).Contains("4 33", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_program_that_cannot_start_is_a_sentence_and_leaves_the_pane_usable()
    {
        var error = await Assert.ThrowsAsync<PtyException>(() => _loop.On(() => _pane.Start(Shell("") with { FileName = "no-such-program-here" })));
        Assert.Contains("no-such-program-here", error.Message, StringComparison.Ordinal);
        await Start("printf fine; exit 0");
        await _loop.Wait(_exit.Task);
        Assert.Equal("fine", await _loop.On(() => _pane.Screen.RowText(0)));
    }

    private Task Start(string script) => _loop.On(() => _pane.Start(Shell(script)));

    private static PtyStart Shell(string script) => new()
    {
        FileName = "/bin/sh",
        Arguments = ["-c", script],
        WorkingDirectory = Path.GetTempPath(),
        Environment = PtyEnvironment.Create(),
        Size = new TermSize(40, 6),
    };

    private async Task Until(Func<bool> condition)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (await _loop.On(condition))
            {
                return;
            }

            await _loop.Wait(changed.ContinueWith(_ => true, TaskScheduler.Default));
        }
    }
}
