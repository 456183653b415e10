using System.Buffers;
using Microsoft.Extensions.Logging;
using Orchestrator.Pty;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui;
using Orchestrator.Tui.Panes;

namespace Orchestrator.Host.Clients;

/// <summary>
/// The way of a key and of its echo, gone some times with things of its own. The runtime compiles a method for good only after it was called 30 times, in
/// the background, and each such moment makes a key wait for milliseconds on a machine with few cores; without this that falls on the first keys of a user.
/// Begins when the first client is there, so that it makes no start slower, and costs about half a second of one core, once.
/// </summary>
internal sealed class Rehearsal : IDisposable
{
    // Calls are counted only when 100 ms have passed without a method that is new (TieredCompilation.BackgroundWorkerTimeoutMs and its kin), hence some
    // bursts with a pause longer than that; a burst has more rounds than the 30 calls that count.
    private const int Bursts = 5;
    private const int Rounds = 40;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(120);

    private readonly EventLoop _loop;
    private readonly ILogger _logger;
    private readonly InputDecoder _decoder = new();
    private readonly EchoPane _pane = new();
    private readonly Cockpit _cockpit;
    private readonly Surface _surface = new(new TermSize(80, 24));
    private readonly FrameRenderer _renderer = new(OuterTerminal.Modern);
    private readonly ArrayBufferWriter<byte> _frame = new(4096);
    private readonly ITimer _timer;
    private int _bursts;
    private int _turns;

    private Rehearsal(EventLoop loop, TimeProvider time, ILogger logger)
    {
        _loop = loop;
        _logger = logger;
        _cockpit = new Cockpit(
            new CockpitContext
            {
                Layout = CockpitLayout.Panes,
                Panes = () => [_pane],
                Detach = static () => { },
                Quit = static () => { },
                Post = static action => action(),
                Time = time,
            },
            _surface.Size);
        _timer = time.CreateTimer(static state => ((Rehearsal)state!).Burst(), this, s_pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins, on a thread of the pool. The loop is only made to turn a few times.</summary>
    public static Rehearsal Begin(EventLoop loop, TimeProvider time, ILogger logger) => new(loop, time, logger);

    /// <summary>How often the whole way has been gone.</summary>
    internal int Done { get; private set; }

    public void Dispose()
    {
        _timer.Dispose();
        _cockpit.Dispose();
    }

    /// <summary>A key, its echo and its frame, and some words of output.</summary>
    private int Round(int round)
    {
        Span<byte> key = [(byte)('a' + (round % 26))];
        _decoder.Feed(key, input =>
        {
            _cockpit.HandleInput(input);
            _cockpit.PaneChanged(_pane);
        });
        if (round % 10 == 9)
        {
            _pane.Screen.Feed("\r\e[K\e[32m$\e[m pröbe \e[1;4H日本\e[2 q\n\r"u8);
            _cockpit.PaneChanged(_pane);
        }

        _frame.ResetWrittenCount();
        if (_cockpit.NeedsDraw)
        {
            _cockpit.Draw(_surface);
            _renderer.Render(_surface, _frame);
        }

        return _frame.WrittenCount;
    }

    private void Burst()
    {
        try
        {
            for (int round = 0; round < Rounds; round++)
            {
                Done += Round(round) > 0 ? 1 : 0;
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The edge of a thread of the pool. Nothing depends on this but the speed of the first keys.
            _logger.LogError(error, "The rehearsal of a key's way failed.");
            return;
        }

        _turns = 0;
        _loop.Post(Turn);
        if (++_bursts < Bursts)
        {
            _timer.Change(s_pause, Timeout.InfiniteTimeSpan);
        }
    }

    // The loop itself: so many turns of it.
    private void Turn()
    {
        if (++_turns < Rounds)
        {
            _loop.Post(Turn);
        }
    }

    // A pane without a program, that shows what is typed.
    private sealed class EchoPane : IPane
    {
        public string Title => "";

        public Screen Screen { get; } = new(new TermSize(80, 24), new ScreenOptions { GraphemeClusters = true });

        public bool IsAlive => true;

        public string? ExitText => null;

        public void Write(ReadOnlySpan<byte> bytes, bool fromHuman) => Screen.Feed(bytes);

        public void Resize(TermSize size) => Screen.Resize(size);
    }
}
