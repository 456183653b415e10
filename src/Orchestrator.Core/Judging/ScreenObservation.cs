using System.Collections.Immutable;

namespace Orchestrator.Core.Judging;

/// <summary>The screen of an agent at one moment, as the engine judges it. Rows are the visible ones, trailing blanks trimmed.</summary>
/// <param name="Version">The screen's version; a greater number is a later screen.</param>
/// <param name="Settled">True when nothing was printed for the settle time (30 ms); false for a look in the midst of output (at the latest every 250 ms).</param>
/// <param name="StateReport">The newest OSC 7501 state report, if the program makes them.</param>
public sealed record ScreenObservation(
    ImmutableArray<string> Rows,
    int CursorRow,
    int CursorColumn,
    string? Title,
    bool BracketedPaste,
    long Version,
    bool Settled,
    string? StateReport = null)
{
    /// <summary>How the characters of each row look (<see cref="ScreenRows"/>); empty when nothing is known of it, all counts as plain then.</summary>
    public ImmutableArray<ImmutableArray<CellLook>> Looks { get; init; } = [];

    /// <summary>The newest OSC 9;4 progress report, as <c>STATE;PERCENT</c>, if the program makes them.</summary>
    public string? Progress { get; init; }

    /// <summary>What the program wanted its user to know (OSC 9, 99, 777), until the screen changes.</summary>
    public string? Notification { get; init; }

    /// <summary>What its own hooks reported last.</summary>
    public string? Hook { get; init; }
}
