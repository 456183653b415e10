using System.Collections.Immutable;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Runs;

/// <summary>What a run is for: one process that does one thing and ends.</summary>
public enum RunKind
{
    /// <summary>The helper, on demand.</summary>
    Aux,
    /// <summary>The user's proxy, at intervals.</summary>
    Foreman,
}

/// <summary>What the host needs to start a run in a PTY of its own.</summary>
/// <param name="Id">The name of its folder: unique in the project.</param>
/// <param name="Command">Program and arguments; never a shell string.</param>
/// <param name="Environment">Variables on top of the host's environment.</param>
public sealed record RunLaunch(RunKind Kind, string Id, string ActorId, ImmutableArray<string> Command, string WorkingDirectory, ImmutableDictionary<string, string> Environment);

/// <summary>
/// The terminals that runs live in. Calls return at once and never throw for what happens to a run: that comes back as <see cref="RunStarted"/>,
/// <see cref="RunStartFailed"/> and <see cref="RunEnded"/>.
/// </summary>
public interface IRunTerminals
{
    void Start(RunLaunch launch);

    /// <summary>Ends a run: SIGTERM to its process group, SIGKILL after a grace time; answered by <see cref="RunEnded"/>.</summary>
    void Stop(string runId);
}

/// <summary>The prompts of runs, as text.</summary>
public interface IRunTexts
{
    /// <summary>The rules of the role.</summary>
    /// <param name="workFolder">Where the run may put files of its own.</param>
    string Rules(RunKind kind, RoleChoices choices, string workFolder);

    /// <summary>What a new FOREMAN_TASK.md holds.</summary>
    string NewForemanTask();
}

public sealed record RunStarted(string RunId, int ProcessId) : EngineEvent;

/// <param name="Reason">A sentence for the user.</param>
public sealed record RunStartFailed(string RunId, string Reason) : EngineEvent;

/// <param name="Output">What it printed, as text without control sequences; at most the last 200,000 characters.</param>
public sealed record RunEnded(string RunId, AgentExit Exit, string Output) : EngineEvent;

/// <summary>A run that is under way, for views.</summary>
/// <param name="Limit">When it is stopped.</param>
public sealed record RunView(RunKind Kind, string Id, string ActorId, DateTimeOffset StartedAt, DateTimeOffset Limit);

/// <summary>The settings of Aux and the Foreman.</summary>
public sealed record RunSettings
{
    public bool ForemanEnabled { get; init; } = true;

    /// <summary>From the end of one run to the next.</summary>
    public TimeSpan ForemanInterval { get; init; } = TimeSpan.FromSeconds(900);

    public TimeSpan ForemanMaxRun { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>Its standing task, relative to the project.</summary>
    public string ForemanTask { get; init; } = "FOREMAN_TASK.md";

    /// <summary>What it writes is in the timeline too.</summary>
    public bool ForemanCopiesUser { get; init; } = true;

    /// <summary>A run is left out when nothing has changed since the last one.</summary>
    public bool ForemanChecksFirst { get; init; } = true;

    public TimeSpan AuxMaxRun { get; init; } = TimeSpan.FromSeconds(600);

    public int AuxPerMinute { get; init; } = 2;

    /// <summary>Runs of each kind whose folders stay.</summary>
    public int KeepRuns { get; init; } = 20;
}

/// <summary>What can be asked of the Foreman.</summary>
public enum ForemanOrder
{
    Status,
    On,
    Off,
    Now,
}
