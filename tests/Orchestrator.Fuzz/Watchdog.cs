using System.Diagnostics;

namespace Orchestrator.Fuzz;

/// <summary>Ends the process with the seed when one piece of a stream takes longer than any piece may. A hang cannot report itself.</summary>
internal sealed class Watchdog : IDisposable
{
    // Of this process's own time: on a busy machine the clock on the wall says nothing.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Timer _timer;
    private readonly Action<string> _report;
    private TimeSpan _startedCpu;
    private long _started;

    public Watchdog(Action<string> report)
    {
        _report = report;
        _timer = new Timer(_ => Look());
    }

    /// <summary>The seed or name of what is played.</summary>
    public string Playing { get; set; } = "";

    /// <summary>The longest piece so far, by the clock.</summary>
    public TimeSpan Slowest { get; private set; }

    public string SlowestName { get; private set; } = "";

    public void Begin()
    {
        _started = Stopwatch.GetTimestamp();
        _startedCpu = Environment.CpuUsage.TotalTime;
        _timer.Change(Limit, Limit);
    }

    public void End()
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var took = Stopwatch.GetElapsedTime(_started);
        if (took > Slowest)
        {
            (Slowest, SlowestName) = (took, Playing);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var used = Environment.CpuUsage.TotalTime - _startedCpu;
        if (used >= Limit)
        {
            _report($"HANG: {Playing}: one piece has taken {used.TotalSeconds:F1} s of processor time");
        }
    }
}
