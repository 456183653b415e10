using Orchestrator.Terminal.Input;

namespace Orchestrator.Terminal.Rendering;

/// <summary>How many colours a terminal shows.</summary>
public enum ColorDepth : byte
{
    /// <summary>None (or NO_COLOR): bold, underline and the like still show.</summary>
    None,

    /// <summary>SGR 30-37, 90-97.</summary>
    Ansi16,

    /// <summary>SGR 38;5;n.</summary>
    Palette256,

    /// <summary>SGR 38;2;r;g;b.</summary>
    TrueColor,
}

/// <summary>What the terminal that a client runs in can do. It is the client's: made from the client's environment, never from this process's.</summary>
public sealed partial record OuterTerminal
{
    public ColorDepth Colors { get; init; } = ColorDepth.Palette256;

    /// <summary>DEC mode 2026. A terminal that is not known to have it can be asked (DECRQM), and the record be changed.</summary>
    public bool SynchronizedOutput { get; init; }

    /// <summary>Erasing fills with the current background (terminfo <c>bce</c>).</summary>
    public bool BackColorErase { get; init; }

    /// <summary>ECH, which the VT100 does not have.</summary>
    public bool EraseCharacters { get; init; } = true;

    /// <summary>Modes 47 and 1049 bring another screen. Without it the picture is wiped away at the end.</summary>
    public bool AlternateScreen { get; init; } = true;

    /// <summary>Queries are answered, or at least not shown (<see cref="Query"/>).</summary>
    public bool Queries { get; init; }

    /// <summary>SGR 4:3 and 58:2, which older terminals misread.</summary>
    public bool ExtendedUnderline { get; init; }

    /// <summary>DECSCUSR, of which the Linux console prints the last letter.</summary>
    public bool CursorShapes { get; init; } = true;

    /// <summary>OSC 8 is read or at least skipped. Off also where the user wants no links.</summary>
    public bool Hyperlinks { get; init; }

    /// <summary>Grapheme clusters are measured as a whole (mode 2027 is set there), not by adding up their code points.</summary>
    public bool Clusters { get; init; }

    /// <summary>East Asian ambiguous characters (borders, Greek, Cyrillic) take two columns: a setting for users of CJK fonts.</summary>
    public bool AmbiguousWide { get; init; }

    /// <summary>How keys can be told apart. None where even the sequences that switch it off would be misread (consoles, screen).</summary>
    public OuterKeyProtocol Keys { get; init; }

    /// <summary>What it calls itself in answer to XTVERSION; empty when it has not said.</summary>
    public string Name { get; init; } = "";

    /// <summary>Report the mouse to us instead of selecting text.</summary>
    public bool Mouse { get; init; } = true;

    /// <summary>False for <c>TERM=dumb</c> or none: nothing can be drawn there.</summary>
    public bool CanDraw { get; init; } = true;

    /// <summary>True when the same cells are the same bytes for both.</summary>
    internal bool DrawsLike(OuterTerminal other) =>
        Colors == other.Colors && BackColorErase == other.BackColorErase && EraseCharacters == other.EraseCharacters && ExtendedUnderline == other.ExtendedUnderline
        && Hyperlinks == other.Hyperlinks && Clusters == other.Clusters && AmbiguousWide == other.AmbiguousWide && CursorShapes == other.CursorShapes;

    /// <summary>Everything on, for a terminal that is known to be modern.</summary>
    public static OuterTerminal Modern { get; } = new()
    {
        Colors = ColorDepth.TrueColor,
        SynchronizedOutput = true,
        BackColorErase = true,
        ExtendedUnderline = true,
        Hyperlinks = true,
        Clusters = true,
        Queries = true,
        Keys = OuterKeyProtocol.ModifyOtherKeys,
    };
}
