using System.Collections.Immutable;
using System.Text;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Typing;
using Orchestrator.Host.Keeping;
using Orchestrator.Host.Panes;

namespace Orchestrator.Host.Tests;

/// <summary>Keys for an agent in a real terminal: held back by what the screen is at that moment, by a terminal that takes whole lines, by one that does not read.</summary>
public sealed class TypingGuardTests : IDisposable
{
    // Each redraw begins in the write that ends the one before it.
    private const string NeverDrawn = "stty raw -echo; printf 'ready\\033[?2026h'; while :; do sleep 0.02; printf '\\033[?2026l\\033[?2026h'; done";

    private readonly LoopOfTest _loop = new();
    private readonly InProcessKeeper _keeper;
    private readonly AgentPanes _panes;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TypingGuardTests()
    {
        _keeper = new InProcessKeeper(_loop.Loop);
        _panes = new AgentPanes(_loop.Loop, _keeper, new TuiSettings(), "mark", new PaneColors(_loop.Loop, BackgroundSetting.Auto));
        _panes.Post = happened =>
        {
            if (happened is AgentStarted)
            {
                _started.TrySetResult();
            }
        };
    }

    public void Dispose()
    {
        _loop.On(() =>
        {
            _panes.Dispose();
            _keeper.Dispose();
        }).GetAwaiter().GetResult();
        _loop.Dispose();
    }

    private async Task Start(string script)
    {
        _panes.Start(new AgentLaunch(AgentRole.PeerA, "sh", ["/bin/sh", "-c", script], Path.GetTempPath(), ImmutableDictionary<string, string>.Empty));
        await _loop.Wait(WithResult(_started.Task));
    }

    private static async Task<bool> WithResult(Task task)
    {
        await task;
        return true;
    }

    private async Task<string?> Type(string text, TypingGuard guard)
    {
        TaskCompletionSource<string?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _panes.Write(AgentRole.PeerA, Encoding.UTF8.GetBytes(text), guard, done.SetResult);
        return await _loop.Wait(done.Task);
    }

    private async Task UntilShown(string text)
    {
        for (var i = 0; i < 1000 && !await _loop.On(() => Enumerable.Range(0, 24).Any(row => _panes.Find(AgentRole.PeerA)!.Screen.RowText(row).Contains(text, StringComparison.Ordinal))); i++)
        {
            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task The_guard_sees_the_screen_of_that_moment_and_what_it_says_is_told()
    {
        await Start("stty raw -echo; printf 'Do you want to proceed?'; cat");
        await UntilShown("proceed");
        Assert.Equal("it shows a prompt", await Type("x", screen => screen.Rows[0].Contains("proceed", StringComparison.Ordinal) ? "it shows a prompt" : null));
        Assert.Null(await Type("typed", _ => null));
        await UntilShown("typed");
        Assert.Equal("Do you want to proceed?typed", await _loop.On(() => _panes.Find(AgentRole.PeerA)!.Screen.RowText(0)));
    }

    [Fact]
    public async Task What_the_program_has_printed_and_nobody_has_read_yet_is_on_the_screen_that_the_guard_sees()
    {
        // A pipe is opened by its reader when the program, which has printed then, opens it to write.
        var folder = Directory.CreateTempSubdirectory("cccc-printed-");
        var printed = Path.Combine(folder.FullName, "printed");
        await Start($"mkfifo '{printed}'; stty raw -echo; printf ready; head -c 1 > /dev/null; printf dialog; : > '{printed}'; sleep 60");
        await UntilShown("ready");
        string? seen = null;
        TaskCompletionSource<string?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        string? before = null;
        using ManualResetEventSlim both = new();
        ManualResetEventSlim hasPrinted = new();
        _ = Task.Run(
            () =>
            {
                File.OpenRead(printed).Dispose();
                hasPrinted.Set();
            },
            TestContext.Current.CancellationToken);
        _loop.Loop.Post(() => both.Wait(LoopOfTest.Patience));
        // Both of the next run in one turn: the loop does not read in between.
        _loop.Loop.Post(() =>
        {
            _panes.Find(AgentRole.PeerA)!.Write("x"u8, fromHuman: false);
            Assert.True(hasPrinted.Wait(LoopOfTest.Patience), "the program has not printed");
            before = _panes.Find(AgentRole.PeerA)!.Screen.RowText(0);
        });
        _panes.Write(AgentRole.PeerA, "y"u8.ToArray(), screen => (seen = screen.Rows[0]).Contains("dialog", StringComparison.Ordinal) ? "it shows a prompt" : null, done.SetResult);
        both.Set();
        Assert.Equal("it shows a prompt", await _loop.Wait(done.Task));
        Assert.Equal("ready", before);
        Assert.Equal("readydialog", seen);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task In_the_midst_of_a_redraw_it_waits_for_its_end_and_sees_what_was_drawn()
    {
        const int MostTries = 30;
        var longestHold = TimeSpan.FromMilliseconds(150);
        await Start("stty raw -echo; printf ready; while head -c 1 >/dev/null; do printf '\\033[?2026h\\033[2J\\033[Hdia'; sleep 0.05; printf 'log\\033[?2026l'; done");
        await UntilShown("ready");
        string? seen = null;
        var took = longestHold;
        // A redraw that a busy machine makes longer than the longest hold is shown as it is: that one says nothing.
        for (var i = 0; i < MostTries && took >= longestHold; i++)
        {
            Assert.Null(await Type("x", _ => null));
            var begun = TimeProvider.System.GetTimestamp();
            await UntilShown("dia");
            Assert.Equal("it shows a prompt", await Type("y", screen =>
            {
                seen = screen.Rows[0];
                return "it shows a prompt";
            }));
            took = TimeProvider.System.GetElapsedTime(begun);
        }

        Assert.Equal("dialog", seen);
    }

    [Fact]
    public async Task What_never_stops_redrawing_gets_nothing_and_that_is_said()
    {
        await Start(NeverDrawn);
        await UntilShown("ready");
        // On a busy machine the program may not get its turn for longer than a redraw is waited for: then what it has drawn is the screen.
        string? said = null;
        var begun = TimeProvider.System.GetTimestamp();
        while (said is null && TimeProvider.System.GetElapsedTime(begun) < LoopOfTest.Patience)
        {
            said = await Type("x", _ => null);
        }

        Assert.Equal("it is printing", said);
    }

    [Fact]
    public async Task Who_waits_for_the_end_of_a_redraw_is_told_when_the_process_ends_before()
    {
        await Start(NeverDrawn);
        await UntilShown("ready");
        var typed = Type("x", _ => null);
        await _loop.On(() =>
        {
            var pane = _panes.Find(AgentRole.PeerA)!;
            pane.Signal(9);
            return true;
        });
        Assert.Equal("it has ended", await typed);
    }

    [Fact]
    public async Task A_terminal_that_takes_whole_lines_gets_none_that_it_would_cut()
    {
        await Start("stty -echo; printf ready; read -r line; printf '%s' ${#line}; sleep 60");
        await UntilShown("ready");
        var most = Pty.PtyProcess.CanonicalLine;
        Assert.Contains($"at most {most} bytes", await Type(new string('x', most + 1), _ => null), StringComparison.Ordinal);
        Assert.Null(await Type(new string('x', most), _ => null));
        Assert.Null(await Type("\n", _ => null));
        await UntilShown($"{most}");
    }

    [Fact]
    public async Task Eight_kilobytes_arrive_whole_where_every_key_is_taken()
    {
        await Start("stty raw -echo; printf ready; head -c 8192 | wc -c; sleep 60");
        await UntilShown("ready");
        Assert.Null(await Type(new string('x', 8192), _ => null));
        await UntilShown("8192");
        Assert.Contains("8192", await _loop.On(() => _panes.Find(AgentRole.PeerA)!.Screen.RowText(0)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_has_ended_is_said_to_have()
    {
        await Start("exit 0");
        for (var i = 0; i < 500 && await _loop.On(() => _panes.Find(AgentRole.PeerA)!.IsAlive); i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal("it has ended", await Type("x", _ => null));
    }
}
