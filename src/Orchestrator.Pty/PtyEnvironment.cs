using System.Collections;

namespace Orchestrator.Pty;

/// <summary>The environment of a program in a pane: the current one, with the marks of the outer terminal replaced by those of the pane, and without those of an agent outside.</summary>
public static class PtyEnvironment
{
    // What says which terminal one is in, or how large it is: wrong in a pane.
    private static readonly string[] OfTerminals =
    [
        "TMUX", "TMUX_PANE", "STY", "WINDOW", "ZELLIJ", "ZELLIJ_SESSION_NAME", "ZELLIJ_PANE_ID", "LINES", "COLUMNS", "TERMCAP",
        "VTE_VERSION", "GNOME_TERMINAL_SCREEN", "GNOME_TERMINAL_SERVICE", "KITTY_WINDOW_ID", "KITTY_PID", "KITTY_LISTEN_ON",
        "KITTY_PUBLIC_KEY", "WT_SESSION", "WT_PROFILE_ID", "TERM_SESSION_ID", "ITERM_SESSION_ID", "ITERM_PROFILE", "LC_TERMINAL",
        "LC_TERMINAL_VERSION", "KONSOLE_VERSION", "WEZTERM_PANE", "WEZTERM_UNIX_SOCKET", "ALACRITTY_WINDOW_ID", "ALACRITTY_SOCKET",
        "GHOSTTY_RESOURCES_DIR", "GHOSTTY_BIN_DIR", "XTERM_VERSION", "TERMINAL_EMULATOR", "INSIDE_EMACS",
    ];

    // What an agent CLI gives its children to say who it is and which session they belong to. An agent in a pane is nobody's child: with these it refuses
    // to start, keeps no transcript, or reports to the session outside. What users set themselves begins with the same letters (CLAUDE_CODE_USE_BEDROCK,
    // CLAUDE_CODE_OAUTH_TOKEN, CODEX_HOME), so only whole names; what is true of every process in there (CODEX_SANDBOX) stays.
    private static readonly string[] OfOuterAgents =
    [
        "CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_EXECPATH", "CLAUDE_CODE_SESSION_ID", "CLAUDE_CODE_CHILD_SESSION",
        "CLAUDE_CODE_MESSAGING_SOCKET", "CLAUDE_CODE_MESSAGING_TOKEN", "CLAUDE_AGENT_SDK_VERSION", "CLAUDE_PID", "CLAUDE_EFFORT",
        "CLAUDE_PROJECT_DIR", "CLAUDE_ENV_FILE", "CODEX_THREAD_ID", "CODEX_CI", "CODEX_MANAGED_BY_NPM", "CODEX_MANAGED_BY_BUN",
        "GEMINI_CLI", "OPENCODE", "OPENCODE_PID", "QWEN_CODE", "CURSOR_AGENT",
    ];

    private static readonly HashSet<string> Dropped = new([.. OfTerminals, .. OfOuterAgents], StringComparer.Ordinal);

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
        foreach ((var name, var value) in current)
        {
            if (!name.StartsWith(TermProgram, StringComparison.Ordinal) && !Dropped.Contains(name))
            {
                environment[name] = value;
            }
        }

        // The entry that every system's terminfo has and that our emulator honours.
        environment["TERM"] = "xterm-256color";
        environment["COLORTERM"] = "truecolor";
        foreach ((var name, var value) in extra ?? [])
        {
            environment[name] = value;
        }

        return environment;
    }
}
