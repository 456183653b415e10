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

    /// <summary>SGR 4:3 and 58:2, which older terminals misread.</summary>
    public bool ExtendedUnderline { get; init; }

    /// <summary>DECSCUSR, of which the Linux console prints the last letter.</summary>
    public bool CursorShapes { get; init; } = true;

    /// <summary>Private key protocols (modifyOtherKeys, kitty) may be switched off by their sequences; consoles and screen misread those.</summary>
    public bool KeyProtocols { get; init; }

    /// <summary>Report the mouse to us instead of selecting text.</summary>
    public bool Mouse { get; init; } = true;

    /// <summary>False for <c>TERM=dumb</c> or none: nothing can be drawn there.</summary>
    public bool CanDraw { get; init; } = true;

    /// <summary>Everything on, for a terminal that is known to be modern.</summary>
    public static OuterTerminal Modern { get; } = new()
    {
        Colors = ColorDepth.TrueColor,
        SynchronizedOutput = true,
        BackColorErase = true,
        ExtendedUnderline = true,
        KeyProtocols = true,
    };

    // Terminals that have 24-bit colour, mode 2026 and underline styles, by the start of their TERM or TERM_PROGRAM
    // (https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036 lists mode 2026).
    private static readonly string[] s_modernTerms = ["xterm-kitty", "foot", "alacritty", "wezterm", "ghostty", "xterm-ghostty", "contour", "rio"];
    private static readonly string[] s_modernPrograms = ["WezTerm", "ghostty", "iTerm.app", "rio", "contour"];

    /// <summary>Judges by TERM, COLORTERM, NO_COLOR and the marks that terminals leave in the environment.</summary>
    public static OuterTerminal FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        string Get(string name) => environment.TryGetValue(name, out string? value) ? value : "";

        string term = Get("TERM");
        bool tmux = Get("TMUX").Length > 0 || StartsWith(term, "tmux");
        bool screen = !tmux && (Get("STY").Length > 0 || StartsWith(term, "screen"));
        // Inside a multiplexer the marks of the terminal around it are inherited, and say nothing.
        bool modern = !tmux && !screen && (StartsWithAny(term, s_modernTerms) || StartsWithAny(Get("TERM_PROGRAM"), s_modernPrograms));
        bool console = StartsWith(term, "linux") || StartsWith(term, "vt") || StartsWith(term, "cons");
        bool canDraw = term.Length > 0 && term != "dumb";
        return new OuterTerminal
        {
            CanDraw = canDraw,
            Colors = !canDraw || Get("NO_COLOR").Length > 0 ? ColorDepth.None : Depth(term, Get("COLORTERM"), modern, screen),
            SynchronizedOutput = modern,
            // GNU screen erases with the default background unless told otherwise (screen(1), defbce).
            BackColorErase = canDraw && !screen && (modern || tmux || StartsWith(term, "xterm") || StartsWith(term, "rxvt") || StartsWith(term, "linux")),
            ExtendedUnderline = modern || tmux || VteVersion(Get("VTE_VERSION")) >= FirstVteWithCurlyUnderline,
            CursorShapes = canDraw && !console,
            KeyProtocols = canDraw && !console && !screen,
        };
    }

    private const int FirstVteWithCurlyUnderline = 5200; // VTE 0.52: MAJOR * 10000 + MINOR * 100 + MICRO

    private static ColorDepth Depth(string term, string colorTerm, bool modern, bool screen)
    {
        bool says256 = term.Contains("256color", StringComparison.Ordinal);
        bool true24 = modern || colorTerm is "truecolor" or "24bit" || term.EndsWith("-direct", StringComparison.Ordinal);
        if (true24 && !screen)
        {
            return ColorDepth.TrueColor;
        }

        // GNU screen 4 misreads 38;2, whatever the terminal around it has said in COLORTERM.
        return says256 || true24 ? ColorDepth.Palette256
            : term is "vt100" or "vt102" or "vt220" || term.EndsWith("-m", StringComparison.Ordinal) || term.EndsWith("-mono", StringComparison.Ordinal) ? ColorDepth.None
            : ColorDepth.Ansi16;
    }

    private static int VteVersion(string text) => int.TryParse(text, out int version) ? version : 0;

    private static bool StartsWith(string text, string start) => text.StartsWith(start, StringComparison.Ordinal);

    private static bool StartsWithAny(string text, string[] starts) => Array.Exists(starts, start => StartsWith(text, start));
}
