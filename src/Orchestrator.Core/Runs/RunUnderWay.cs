namespace Orchestrator.Core.Runs;

/// <summary>A run between its start and its end. On the engine's loop only.</summary>
internal sealed class RunUnderWay(RunLaunch launch, RunFolder folder, DateTimeOffset startedAt, TimeSpan maxRun, Func<RunUnderWay, RunResult, string, Task> ended)
{
    public RunLaunch Launch { get; } = launch;

    public RunFolder Folder { get; } = folder;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public DateTimeOffset Limit { get; } = startedAt + maxRun;

    /// <summary>It was told to end because its time is over.</summary>
    public bool TimedOut { get; set; }

    /// <summary>It was told to end by its user.</summary>
    public bool Stopped { get; set; }

    /// <summary>Gets how it ended, and what it printed.</summary>
    public Task EndedAsync(RunResult result, string output) => ended(this, result, output);
}
