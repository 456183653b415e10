using System.Collections;

namespace Orchestrator.Pty;

/// <summary>The environment of a program in a pane: the current one, with the marks of the outer terminal replaced by those of the pane.</summary>
public static class PtyEnvironment
{
    // What says which terminal one is in, or how large it is: wrong in a pane.
    private static readonly string[] s_dropped =
    [
        "TMUX", "TMUX_PANE", "STY", "WINDOW", "LINES", "COLUMNS", "TERMCAP", "VTE_VERSION", "KITTY_WINDOW_ID", "WT_SESSION",
        "ITERM_SESSION_ID", "LC_TERMINAL", "LC_TERMINAL_VERSION", "KONSOLE_VERSION", "WEZTERM_PANE", "ALACRITTY_WINDOW_ID",
    ];

    private const string TermProgram = "TERM_PROGRAM"; // and TERM_PROGRAM_VERSION

    /// <summary>From this process's own environment; <paramref name="extra"/> wins over everything.</summary>
    public static IReadOnlyDictionary<string, string> Create(IEnumerable<KeyValuePair<string, string>>? extra = null)
    {
        var current = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            current[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return Create(current, extra);
    }

    /// <summary>From a given environment; <paramref name="extra"/> wins over everything.</summary>
    public static IReadOnlyDictionary<string, string> Create(
        IEnumerable<KeyValuePair<string, string>> current, IEnumerable<KeyValuePair<string, string>>? extra = null)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in current)
        {
            if (!name.StartsWith(TermProgram, StringComparison.Ordinal) && !s_dropped.Contains(name, StringComparer.Ordinal))
            {
                environment[name] = value;
            }
        }

        // The entry that every system's terminfo has and that our emulator honours.
        environment["TERM"] = "xterm-256color";
        environment["COLORTERM"] = "truecolor";
        foreach ((string name, string value) in extra ?? [])
        {
            environment[name] = value;
        }

        return environment;
    }
}
