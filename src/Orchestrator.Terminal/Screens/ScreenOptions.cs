namespace Orchestrator.Terminal.Screens;

/// <summary>Limits and answers of a <see cref="Screen"/>.</summary>
public sealed record ScreenOptions
{
    /// <summary>Lines of history kept above the main screen; 0 keeps none.</summary>
    public int ScrollbackLimit { get; init; } = 10_000;

    /// <summary>What XTVERSION (CSI > q) answers.</summary>
    public string Version { get; init; } = "cccc";

    /// <summary>Grapheme clusters take one cell or two (mode 2027 set from the start); else every code point counts its own columns.</summary>
    public bool GraphemeClusters { get; init; } = true;
}
