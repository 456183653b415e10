namespace Orchestrator.Terminal.Screens;

/// <summary>Limits and answers of a <see cref="Screen"/>.</summary>
public sealed record ScreenOptions
{
    /// <summary>Lines of history kept above the main screen; 0 keeps none.</summary>
    public int ScrollbackLimit { get; init; } = 10_000;

    /// <summary>What XTVERSION (CSI > q) answers.</summary>
    public string Version { get; init; } = "cccc";

    /// <summary>
    /// Mode 2027 from the start: a grapheme cluster is one cell of at most two columns, as string-width and ratatui count it and kitty, foot, ghostty and
    /// WezTerm draw it. By default, as in xterm, every code point counts its own columns until the program sets the mode.
    /// </summary>
    public bool GraphemeClusters { get; init; }

    /// <summary>Cells remember their link (OSC 8). Without, the text stays and the link goes.</summary>
    public bool Hyperlinks { get; init; } = true;

    /// <summary>The colours that a program is told of; null where they are not known yet (<see cref="Screen.OuterColors"/>).</summary>
    public ScreenColors? OuterColors { get; init; } = ScreenColors.Dark;
}
