namespace Orchestrator.Core.Settings;

/// <summary>The <c>timers</c> block of <c>policies.yaml</c>, and the counted timers of <c>cli_profiles.yaml</c>.</summary>
public sealed record RhythmSettings
{
    /// <summary>No timer gives a turn in these hours of the local day, or null.</summary>
    public QuietHours? QuietHours { get; init; }

    /// <summary>Turns that timers may give an agent in a local day; 0: as many as they like.</summary>
    public int DailyTurns { get; init; } = 200;

    /// <summary>So many messages in a row that say nothing new stop the two agents; 0: never.</summary>
    public int DamperMessages { get; init; } = 6;

    /// <summary>After so many messages to an agent it is asked to look at its own work; 0: never.</summary>
    public int SelfCheckEvery { get; init; } = 6;

    /// <summary>Each so-manieth self-check gives the rules again instead; 0: never.</summary>
    public int RefreshEvery { get; init; } = 2;

    public bool CompactEnabled { get; init; } = true;

    /// <summary>Between two compactions of an agent.</summary>
    public TimeSpan CompactInterval { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>Messages to the agent since the last one.</summary>
    public int CompactMessages { get; init; } = 6;

    /// <summary>How long its screen must have been idle.</summary>
    public TimeSpan CompactIdle { get; init; } = TimeSpan.FromSeconds(120);
}
