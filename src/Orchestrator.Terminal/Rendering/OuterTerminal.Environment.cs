using System.Globalization;
using Orchestrator.Terminal.Input;

namespace Orchestrator.Terminal.Rendering;

/// <content>What a client's environment says: names, marks, and the terminfo entry. What the terminal itself answers comes later, and counts for more.</content>
public sealed partial record OuterTerminal
{
    private const int FirstVteWithCurlyUnderline = 5200; // VTE 0.52: MAJOR * 10000 + MINOR * 100 + MICRO
    private const int FirstVteWithSoundLinks = 5002; // 0.50 was the first to have them: its first releases are left out

    // Terminals that have 24-bit colour, mode 2026 and underline styles, by the start of their TERM or TERM_PROGRAM
    // (https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036 lists mode 2026).
    private static readonly string[] ModernTerms = ["xterm-kitty", "foot", "alacritty", "wezterm", "ghostty", "xterm-ghostty", "contour", "rio"];
    private static readonly string[] ModernPrograms = ["WezTerm", "ghostty", "iTerm.app", "rio", "contour"];

    // Real terminals, consoles and emulations of them that show what they do not know of xterm's language.
    private static readonly string[] Consoles = ["linux", "vt1", "vt2", "vt3", "vt4", "vt5", "cons", "ansi", "pcansi", "sun", "wsvt", "hurd"];

    /// <summary>Judges by TERM and its terminfo entry, COLORTERM, NO_COLOR and the marks that terminals leave in the environment.</summary>
    public static OuterTerminal FromEnvironment(IReadOnlyDictionary<string, string> environment) =>
        FromEnvironment(environment, TerminfoEntry.Find(environment));

    /// <param name="entry">The entry of TERM; null when there is none, and names alone decide.</param>
    internal static OuterTerminal FromEnvironment(IReadOnlyDictionary<string, string> environment, TerminfoEntry? entry)
    {
        string Get(string name) => environment.TryGetValue(name, out var value) ? value : "";

        var term = Get("TERM");
        var tmux = Get("TMUX").Length > 0 || StartsWith(term, "tmux");
        var screen = !tmux && (Get("STY").Length > 0 || StartsWith(term, "screen"));
        // Inside a multiplexer the marks of the terminal around it are inherited, and say nothing.
        var modern = !tmux && !screen && (StartsWithAny(term, ModernTerms) || StartsWithAny(Get("TERM_PROGRAM"), ModernPrograms));
        var console = StartsWithAny(term, Consoles);
        var canDraw = term.Length > 0 && term != "dumb";
        var speaksXterm = canDraw && !console && !screen;
        var vte = tmux || screen ? 0 : VteVersion(Get("VTE_VERSION"));
        return new OuterTerminal
        {
            CanDraw = canDraw,
            Colors = !canDraw || Get("NO_COLOR").Length > 0 ? ColorDepth.None : Depth(term, Get("COLORTERM"), modern, screen, entry),
            SynchronizedOutput = speaksXterm && !tmux && (modern || entry?.Has("Sync") == true),
            // GNU screen erases with the default background unless told otherwise (screen(1), defbce); tmux always in the current one.
            BackColorErase = canDraw && !screen && (tmux || (entry?.ErasesInBackground ?? (modern || StartsWithAny(term, ["xterm", "rxvt", "linux"])))),
            EraseCharacters = screen || tmux || (entry?.HasEraseCharacters ?? !StartsWith(term, "vt1")),
            AlternateScreen = !screen && !console && entry?.HasAlternateScreen != false,
            ExtendedUnderline = speaksXterm && (modern || tmux || vte >= FirstVteWithCurlyUnderline || entry?.Has("Smulx") == true),
            CursorShapes = canDraw && !console,
            Hyperlinks = speaksXterm && (vte == 0 || vte >= FirstVteWithSoundLinks) && term != "rxvt",
            Queries = speaksXterm,
            Keys = speaksXterm ? OuterKeyProtocol.ModifyOtherKeys : OuterKeyProtocol.None,
        };
    }

    private static ColorDepth Depth(string term, string colorTerm, bool modern, bool screen, TerminfoEntry? entry)
    {
        var says24 = modern || colorTerm is "truecolor" or "24bit" || term.EndsWith("-direct", StringComparison.Ordinal)
            || entry?.Has("RGB") == true || entry?.Has("Tc") == true;
        if (says24)
        {
            // GNU screen 4 misreads 38;2, whatever the terminal around it has said in COLORTERM.
            return screen ? ColorDepth.Palette256 : ColorDepth.TrueColor;
        }

        return term.Contains("256color", StringComparison.Ordinal) ? ColorDepth.Palette256
            : entry is not null ? DepthOf(entry.Colors)
            : StartsWithAny(term, ["vt1", "vt2", "vt3", "vt4"]) || term.EndsWith("-m", StringComparison.Ordinal) || term.EndsWith("-mono", StringComparison.Ordinal) ? ColorDepth.None
            : ColorDepth.Ansi16;
    }

    private static ColorDepth DepthOf(int colors) => colors >= 256 ? ColorDepth.Palette256 : colors >= 8 ? ColorDepth.Ansi16 : ColorDepth.None;

    private static int VteVersion(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static bool StartsWith(string text, string start) => text.StartsWith(start, StringComparison.Ordinal);

    private static bool StartsWithAny(string text, string[] starts) => Array.Exists(starts, start => StartsWith(text, start));
}
