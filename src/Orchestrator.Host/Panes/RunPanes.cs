using Microsoft.Extensions.Logging;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Runs;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Keeping;
using Orchestrator.Pty;

namespace Orchestrator.Host.Panes;

/// <summary>The terminals of runs of Aux and the Foreman: each a PTY of its own, shown while it runs and a moment longer.</summary>
public sealed class RunPanes(
    EventLoop loop, IAgentKeeper keeper, TuiSettings settings, string sessionMark, PaneColors colors, ILogger logger) : IRunTerminals, IDisposable
{
    // signal(7)
    private const int SignalTerminate = 15;
    private const int SignalKill = 9;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // Long enough to see how it ended.
    private static readonly TimeSpan Afterglow = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Run> _runs = new(StringComparer.Ordinal);
    private readonly List<Run> _shown = [];

    /// <summary>Where events go; set once before the first call.</summary>
    public Action<EngineEvent> Post { get; set; } = _ => throw new InvalidOperationException("The runs have no engine.");

    /// <summary>The size that a run's terminal gets. On the event loop.</summary>
    public Func<TermSize> SizeAtStart { get; set; } = () => new TermSize(80, 24);

    /// <summary>The newest run that is shown, or null. On the event loop.</summary>
    public (TerminalPane Pane, string Title)? Shown => _shown.Count == 0 ? null : (_shown[^1].Pane, _shown[^1].Title);

    /// <summary>Another run is shown, or none any more. On the event loop.</summary>
    public event Action? ShownChanged;

    /// <summary>What a run shows has changed. On the event loop.</summary>
    public event Action<TerminalPane>? Changed;

    public void Start(RunLaunch launch) => loop.Post(() => StartNow(launch));

    public void Stop(string runId) => loop.Post(() => StopNow(runId));

    public void Dispose()
    {
        foreach (var run in _shown.Concat(_runs.Values).Distinct().ToArray())
        {
            run.Pane.Signal(SignalKill);
            run.Pane.Dispose();
        }

        _runs.Clear();
        _shown.Clear();
    }

    private void StartNow(RunLaunch launch)
    {
        TerminalPane pane = new(loop, keeper, SizeAtStart(), settings, colors);
        Run run = new(launch.Id, $"{launch.Kind} · {launch.ActorId}", pane);
        pane.Tap = run.Output.Feed;
        pane.Changed += changed => Changed?.Invoke(changed);
        pane.Exited += (_, exit) => Ended(run, exit);
        Dictionary<string, string> extra = new(launch.Environment) { [Remains.Variable] = sessionMark, [Remains.RunVariable] = launch.Id };
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
        }
        catch (PtyException error)
        {
            pane.Dispose();
            Post(new RunStartFailed(launch.Id, error.Message));
            return;
        }

        CrashPoint.After("spawn");
        run.ProcessId = pane.ProcessId ?? 0;
        _runs.Add(launch.Id, run);
        _shown.Add(run);
        ShownChanged?.Invoke();
        Post(new RunStarted(launch.Id, run.ProcessId));
    }

    private void StopNow(string runId)
    {
        if (!_runs.TryGetValue(runId, out var run))
        {
            return;
        }

        run.Pane.Signal(SignalTerminate);
        loop.Schedule(Grace, () =>
        {
            // Its pid is its own until it has been reaped, which takes it out of here.
            if (_runs.ContainsKey(runId))
            {
                run.Pane.Signal(SignalKill);
            }
        });
    }

    // A run is over when it has ended: what it started in the background ends with it.
    private async Task EndAsync(string runId, RunEnded ended)
    {
        try
        {
            foreach (var process in await Remains.FindAsync(runId, Remains.RunVariable))
            {
                ProcessSignal.Send(process, SignalKill);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(error, "What run {Run} left running could not be looked for.", runId);
        }
        finally
        {
            Post(ended);
        }
    }

    private void Ended(Run run, PtyExit exit)
    {
        _runs.Remove(run.Id);
        _ = EndAsync(run.Id, new RunEnded(run.Id, new AgentExit(exit.ExitCode, exit.Signal), run.Output.Text()));
        loop.Schedule(Afterglow, () =>
        {
            if (_shown.Remove(run))
            {
                ShownChanged?.Invoke();
                run.Pane.Dispose();
            }
        });
    }

    private sealed class Run(string id, string title, TerminalPane pane)
    {
        public string Id { get; } = id;

        public string Title { get; } = title;

        public TerminalPane Pane { get; } = pane;

        public RunOutput Output { get; } = new();

        public int ProcessId { get; set; }
    }
}
