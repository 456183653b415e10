namespace Orchestrator.Terminal.Screens;

/// <summary>Limits and answers of a <see cref="Screen"/>.</summary>
public sealed record ScreenOptions
{
    /// <summary>Lines of history kept above the main screen; 0 keeps none.</summary>
    public int ScrollbackLimit { get; init; } = 10_000;

    /// <summary>What XTVERSION (CSI > q) answers.</summary>
    public string Version { get; init; } = "cccc";

    /// <summary>
    /// Mode 2027 from the start: an emoji sequence, flag or VS16 emoji is one cell of two columns. By default, as in xterm, every code point
    /// counts its own columns until the program sets the mode.
    /// </summary>
    public bool GraphemeClusters { get; init; }
}
