using System.Collections.Immutable;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Typing;
using Orchestrator.Host.Keeping;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Panes;

/// <summary>The agents' terminals: does on the event loop what the engine asks for, and tells the engine what came of it.</summary>
public sealed class AgentPanes(EventLoop loop, IAgentKeeper keeper, TuiSettings settings, string sessionMark, PaneColors colors) : IAgentTerminals, IDisposable
{
    // signal(7)
    private const int SignalHangUp = 1;
    private const int SignalKill = 9;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UntilDrawn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly Dictionary<AgentRole, TerminalPane> _panes = [];
    private readonly List<TerminalPane> _all = [];
    private readonly Dictionary<AgentRole, ScreenWatch> _watches = [];

    /// <summary>Where events go; set once before the first call.</summary>
    public Action<EngineEvent> Post { get; set; } = _ => throw new InvalidOperationException("The panes have no engine.");

    /// <summary>A pane was made, changed on its screen, or ended. On the event loop.</summary>
    public event Action<AgentRole, TerminalPane>? Changed;

    /// <summary>A pane's program did something beyond its cells that the settings allow. On the event loop.</summary>
    public event Action<TerminalPane, PaneVerdict>? Judged;

    /// <summary>The size that a role's first process starts with. On the event loop.</summary>
    public Func<AgentRole, TermSize> SizeAtStart { get; set; } = _ => new TermSize(80, 24);

    public TerminalPane? Find(AgentRole role) => _panes.GetValueOrDefault(role);

    public IReadOnlyList<TerminalPane> All => _all;

    public void Start(AgentLaunch launch) => loop.Post(() => StartNow(launch));

    public void Write(AgentRole role, ReadOnlyMemory<byte> bytes, TypingGuard guard, Action<string?> done) =>
        loop.Post(() => WriteWhenDrawn(role, bytes, guard, done, Find(role)?.ProcessId, loop.Now + UntilDrawn));

    public void Stop(AgentRole role) => loop.Post(() => StopNow(role));

    public void Dispose()
    {
        foreach (var pane in _panes.Values)
        {
            pane.Signal(SignalKill);
            pane.Dispose();
        }

        _panes.Clear();
    }

    private void StartNow(AgentLaunch launch)
    {
        if (!_panes.TryGetValue(launch.Role, out var pane))
        {
            pane = MakePane(launch.Role);
        }

        Dictionary<string, string> extra = new(launch.Environment) { [Remains.Variable] = sessionMark };
        CrashPoint.Before("spawn");
        try
        {
            pane.Start(new PtyStart
            {
                FileName = launch.Command[0],
                Arguments = launch.Command.RemoveAt(0),
                WorkingDirectory = launch.WorkingDirectory,
                Environment = PtyEnvironment.Create(extra),
                Size = pane.Screen.Size,
            });
            CrashPoint.After("spawn");
            Post(new AgentStarted(launch.Role, pane.ProcessId ?? 0));
        }
        catch (PtyException error)
        {
            Post(new AgentStartFailed(launch.Role, error.Message));
        }
    }

    // Nothing is judged in the midst of a redraw; one that moves all the time, as a spinner does, is whole again in a moment.
    private void WriteWhenDrawn(AgentRole role, ReadOnlyMemory<byte> bytes, TypingGuard guard, Action<string?> done, int? process, TimeSpan until)
    {
        if (Find(role) is not { IsAlive: true } pane || pane.ProcessId != process)
        {
            done("it has ended");
        }
        else if (pane.CatchUp())
        {
            done(WriteNow(role, pane, bytes.Span, guard));
        }
        else if (loop.Now < until)
        {
            loop.Schedule(BetweenLooks, () => WriteWhenDrawn(role, bytes, guard, done, process, until));
        }
        else
        {
            done("it is printing");
        }
    }

    private string? WriteNow(AgentRole role, TerminalPane pane, ReadOnlySpan<byte> bytes, TypingGuard guard)
    {
        if (guard(_watches[role].LookNow()) is { } obstacle)
        {
            return obstacle;
        }

        if (pane.TakesLinesOf is { } most && bytes.Length > most)
        {
            return $"its terminal takes lines of at most {most} bytes now";
        }

        var taken = pane.Write(CrashPoint.Part("type", bytes), fromHuman: false);
        CrashPoint.After("type");
        return taken ? null : "it does not read its input";
    }

    private TerminalPane MakePane(AgentRole role)
    {
        TerminalPane pane = new(loop, keeper, SizeAtStart(role), settings, colors);
        ScreenWatch watch = new(loop, pane, screen => Post(new ScreenObserved(role, screen)));
        _watches.Add(role, watch);
        pane.Changed += changed =>
        {
            watch.Changed();
            Changed?.Invoke(role, changed);
        };
        pane.Exited += (ended, exit) => Post(new AgentExited(role, new AgentExit(exit.ExitCode, exit.Signal), LastRows(ended.Screen)));
        pane.HumanTyped += _ => Post(new HumanKeys(role));
        pane.Judged += (judged, verdict) =>
        {
            if (verdict.Notice is { } notice)
            {
                Post(new AgentNotified(role, notice));
            }

            Judged?.Invoke(judged, verdict);
        };
        _panes.Add(role, pane);
        _all.Add(pane);
        return pane;
    }

    private void StopNow(AgentRole role)
    {
        if (Find(role) is not { ProcessId: { } processId } pane)
        {
            return;
        }

        pane.Signal(SignalHangUp);
        loop.Schedule(Grace, () =>
        {
            if (pane.ProcessId == processId)
            {
                pane.Signal(SignalKill);
            }
        });
    }

    private static ImmutableArray<string> LastRows(Screen screen)
    {
        const int Most = 5;
        List<string> rows = [];
        for (var row = screen.Size.Rows - 1; row >= 0 && rows.Count < Most; row--)
        {
            var text = screen.RowText(row);
            if (text.Length > 0)
            {
                rows.Insert(0, text);
            }
        }

        return [.. rows];
    }
}
