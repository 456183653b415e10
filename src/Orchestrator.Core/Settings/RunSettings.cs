namespace Orchestrator.Core.Settings;

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
