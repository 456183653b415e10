using System.Collections.Immutable;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Settings;

/// <summary>Every setting that the program reads. Validation, defaults and docs/settings.md are made from this table.</summary>
public static class SettingsSchema
{
    public const string ProfilesFile = "cli_profiles.yaml";
    public const string AgentsFile = "agents.yaml";
    public const string TuiFile = "tui.yaml";
    public const string PoliciesFile = "policies.yaml";
    public const string ForemanFile = "foreman.yaml";

    /// <summary>The settings files, in the order in which they are read.</summary>
    public static ImmutableArray<string> Files { get; } = [ProfilesFile, AgentsFile, ForemanFile, PoliciesFile, TuiFile];

    /// <summary>The states that a rule of <c>agents.yaml</c> can tell, as they are written there.</summary>
    internal static ImmutableArray<string> StateNames { get; } = ["starting", "idle", "busy", "needs-input", "limited", "exited"];

    /// <summary>The state as it is written in <c>agents.yaml</c>.</summary>
    public static string NameOf(AgentState state) => state == AgentState.NeedsInput ? "needs-input" : state.ToString().ToLowerInvariant();

    /// <summary>The state of that name, or null.</summary>
    public static AgentState? StateOf(string name) => StateNames.Contains(name) ? Enum.Parse<AgentState>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) : null;

    internal static ImmutableArray<string> RegionNames { get; } = ["bottom", "screen", "above", "below", "composer", "title", "state_report", "progress", "notification", "hook"];

    public static ImmutableArray<SettingDefinition> All { get; } =
    [
        new(ProfilesFile, "roles.peerA.actor", SettingKind.Actor, "claude", "The actor (an id of agents.yaml) that plays PeerA. A session needs it."),
        new(ProfilesFile, "roles.peerB.actor", SettingKind.Actor, "codex", "The actor that plays PeerB. `none` or nothing: single-peer mode, only PeerA runs; so too where files of yours name roles and none of them a PeerB."),
        new(ProfilesFile, "roles.aux.actor", SettingKind.Actor, "none", "The helper that is run on demand. `none`: no helper."),
        new(ProfilesFile, "roles.foreman.actor", SettingKind.Actor, "none", "The actor that speaks for the user at intervals. `none`: nobody does."),

        Number(ProfilesFile, "delivery.nudge_resend_seconds", "300", "seconds", 1, 86_400, "An agent that left its mail unread is reminded after this time; each further reminder waits longer."),
        Number(ProfilesFile, "delivery.nudge_jitter_pct", "0.05", "fraction", 0, 0.5, "How much the reminder's time varies, so that two agents are not always reminded at once: 0.05 is ± 5 %."),
        Count(ProfilesFile, "delivery.nudge_max_retries", "3", "reminders", 0, 100, "After so many reminders for the same mail the user is asked instead."),
        Number(ProfilesFile, "delivery.nudge_backoff_max_seconds", "3600", "seconds", 1, 86_400, "The longest time between two reminders, however many there were."),
        Number(ProfilesFile, "delivery.nudge_progress_timeout_seconds", "300", "seconds", 0, 86_400, "An agent that has just put a message away is not reminded of the others within this time."),
        new(ProfilesFile, "delivery.keepalive_enabled", SettingKind.Flag, "true", "Whether an agent that reported progress is told to go on."),
        Number(ProfilesFile, "delivery.keepalive_delay_seconds", "60", "seconds", 1, 86_400, "With two peers: time between a `Progress` line and the one message to go on."),
        Number(ProfilesFile, "delivery.single_peer.keepalive_delay_seconds", "240", "seconds", 1, 86_400, "In single-peer mode: time between a `Progress` line and the message to go on, and between such messages."),
        Count(ProfilesFile, "delivery.single_peer.keepalive_max_nudges", "3", "messages", 1, 100, "In single-peer mode: so many messages to go on without new progress; then the agent rests until the user or the Foreman writes."),
        Number(ProfilesFile, "delivery.human_quiet_seconds", "3", "seconds", 0, 600, "Nothing is typed into a pane in which a human typed less than this time ago."),
        Count(ProfilesFile, "delivery.still_milliseconds", "400", "milliseconds", 10, 60_000, "A mail file without its closing tag counts as complete when it has not changed for this time."),
        Count(ProfilesFile, "delivery.max_message_bytes", "1000000", "bytes", 1_000, 100_000_000, "A larger mail file is refused, with a notice to the agent that wrote it."),
        Number(ProfilesFile, "delivery.sweep_seconds", "10", "seconds", 0.5, 3_600, "How often the mailbox is looked through for what the file watcher missed."),
        Count(ProfilesFile, "delivery.self_check_every_handoffs", "6", "messages", 0, 10_000, "After so many messages an agent is asked to look at its own work (with two peers each message to it counts, with one each of its own to the system); 0: never."),
        Count(ProfilesFile, "delivery.system_refresh_every_self_checks", "2", "self-checks", 0, 1_000, "Each so-manieth self-check gives the agent its rules again instead; 0: never."),
        new(ProfilesFile, "delivery.auto_compact.enabled", SettingKind.Flag, "true", "Whether an agent that rests after much mail is told to compact its context, where its CLI has a command for it (`compact_command` in agents.yaml)."),
        Number(ProfilesFile, "delivery.auto_compact.min_interval_seconds", "900", "seconds", 0, 604_800, "Not sooner than so long after the last time."),
        Count(ProfilesFile, "delivery.auto_compact.min_messages_since_last", "6", "messages", 0, 10_000, "Not before so many messages have reached it since."),
        Number(ProfilesFile, "delivery.auto_compact.idle_threshold_seconds", "120", "seconds", 0, 86_400, "Only when its screen has been idle for so long, and no mail waits for it."),
        new(ProfilesFile, "delivery.inbox_startup_policy", SettingKind.Choice, "ask", "What becomes of mail that lies in the inboxes from an earlier run: the cockpit asks before any agent is started (`cccc run --launch`, which can ask nobody, resumes it), it is announced, moved to `.cccc/archive/`, or moved to `processed/` unread.") { Choices = ["ask", "resume", "archive", "discard"] },
        new(ProfilesFile, "delivery.insight_hint", SettingKind.Flag, "true", "Whether an agent whose message to its peer has no `insight` block is told so, once a launch."),
        Count(ProfilesFile, "delivery.processed_retention", "100", "files", 1, 1_000_000, "So many of the newest messages stay in each `processed/` folder."),
        Count(ProfilesFile, "delivery.kept_retention", "500", "files", 1, 1_000_000, "So many files stay of each kind of mail that lies in no inbox: to the user, held back, taken back, undecodable."),

        Count(ProfilesFile, "ledger.part_kilobytes", "8192", "kilobytes", 64, 1_048_576, "The ledger's file is closed and compressed at this size, and a new one begun."),
        Count(ProfilesFile, "ledger.keep_parts", "20", "parts", 1, 10_000, "So many closed parts of the ledger are kept."),

        new(AgentsFile, "actors.*.title", SettingKind.Text, null, "The name that the user sees; the actor's id where there is none."),
        new(AgentsFile, "actors.*.command", SettingKind.Words, null, "Program and arguments of the interactive CLI; never run through a shell. `{mailbox}`, `{project}` and `{role}` are replaced.") { Required = true },
        new(AgentsFile, "actors.*.environment.*", SettingKind.Text, null, "A variable that is set for the agent, on top of the environment of cccc. The marks of the terminal and of an agent that cccc itself runs in (TMUX, CLAUDECODE and their like) are left out of that; this can set them."),
        new(AgentsFile, "actors.*.composer.prompt", SettingKind.Pattern, null, "The composer, where a human writes: the lowest row that matches is its first row, and its text begins behind the match."),
        new(AgentsFile, "actors.*.composer.block", SettingKind.Flag, "false", "Whether its first row is the highest of the unbroken run of matching rows that ends at the lowest."),
        new(AgentsFile, "actors.*.composer.until", SettingKind.Pattern, null, "The composer ends above the next row that matches (default: a blank row, or a line that is drawn)."),
        new(AgentsFile, "actors.*.composer.under", SettingKind.Pattern, null, "The next non-blank row above its first row must match this."),
        new(AgentsFile, "actors.*.composer.over", SettingKind.Pattern, null, "The row below its last row must match this."),
        new(AgentsFile, "actors.*.composer.frame", SettingKind.Pattern, null, "What is drawn around its text and is no part of it; every match is taken out."),
        new(AgentsFile, "actors.*.composer.empty", SettingKind.Pattern, null, "A text that is no draft though it is not dim: a placeholder of the CLI."),
        new(AgentsFile, "actors.*.state_rules.*.state", SettingKind.Choice, null, "What the agent is doing when the rule matches; `off` takes the rule of that name out.") { Choices = [.. StateNames, "off"], Required = true },
        Count(AgentsFile, "actors.*.state_rules.*.priority", "0", "priority", 0, 1_000, "Rules with a greater one are tried first; without one (or with 0) it goes by the state: exited 600, needs-input 500, busy 400, limited 300, starting 200, idle 100."),
        new(AgentsFile, "actors.*.state_rules.*.where", SettingKind.Choice, "bottom", "Where to look: the last non-blank rows of the screen, all of it, the rows above the composer (as `bottom` where there is none), those below it, the composer itself, the window title, the newest state report (OSC 7501), the newest progress report (OSC 9;4) as `STATE;PERCENT`, a notification (OSC 9, 99, 777) until the screen changes, or what the CLI's own hooks reported last (`cccc report`).") { Choices = RegionNames },
        Count(AgentsFile, "actors.*.state_rules.*.rows", "10", "rows", 1, 500, "For `bottom` and `above`: how many non-blank rows."),
        new(AgentsFile, "actors.*.state_rules.*.pattern", SettingKind.Pattern, null, "A .NET regular expression, tried on one row at a time, from the bottom up.") { Required = true },
        new(AgentsFile, "actors.*.state_rules.*.and", SettingKind.Pattern, null, "Some row of the same region must match this too."),
        new(AgentsFile, "actors.*.state_rules.*.unless", SettingKind.Pattern, null, "No row of the same region may match this, from the row that matches down: what stands there makes it history."),
        new(AgentsFile, "actors.*.state_rules.*.style", SettingKind.Choice, "any", "Which cells are read; others count as blanks. `plain`: all but dim and grey ones.") { Choices = ["any", "plain", "dim", "bold", "inverse"] },
        new(AgentsFile, "actors.*.state_rules.*.composer", SettingKind.Choice, "any", "Whether the rule counts only while the composer is found on the screen, or only while it is not.") { Choices = ["any", "shown", "hidden"] },
        new(AgentsFile, "actors.*.state_rules.*.approve", SettingKind.Text, null, "For a prompt: the keys that allow what it asks for, once; `/approve` types them. Write keys in double quotes: `\"1\"`, `\"\\r\"`."),
        new(AgentsFile, "actors.*.state_rules.*.deny", SettingKind.Text, null, "For a prompt: the keys that refuse; `/deny` types them."),
        new(AgentsFile, "actors.*.state_rules.*.answer", SettingKind.Text, null, "For a prompt: the keys that choose the entry with the number `{n}`; `/answer` types them."),
        Count(AgentsFile, "actors.*.submit_delay_ms", "300", "milliseconds", 0, 10_000, "Time between the moment at which the pasted text is seen on the screen and the return. Some CLIs take a return that comes sooner for part of the paste."),
        Count(AgentsFile, "actors.*.return_again_ms", "2000", "milliseconds", 100, 60_000, "A return without an effect is typed again after this time, then after twice, four times and eight times this time; never the text."),
        new(AgentsFile, "actors.*.withdraw_keys", SettingKind.Text, null, "What takes a line out of the composer when no return has an effect; it must do nothing to an empty composer. Without it the line stays there and you are told."),
        new(AgentsFile, "actors.*.interrupt_keys", SettingKind.Text, null, "What stops a turn when urgent mail waits, typed at most three times; without it urgent mail waits for the end of the turn."),
        new(AgentsFile, "actors.*.prompt_begins", SettingKind.Text, null, "How the first row of its prompts begins, behind its frame: what stands above it is not part of them. Without it all of the screen counts as the prompt that an answer is meant for."),
        new(AgentsFile, "actors.*.normal_mode", SettingKind.Pattern, null, "While a row near the bottom matches, `insert_keys` are typed before the text: a composer with vi keys is in its normal mode."),
        new(AgentsFile, "actors.*.insert_keys", SettingKind.Text, "i", "See `normal_mode`."),
        new(AgentsFile, "actors.*.submit_keys", SettingKind.Text, "\"\\r\"", "What submits the pasted line. Write it in double quotes: `\"\\r\"` is the return key."),
        Count(AgentsFile, "actors.*.idle_quiet_ms", "1000", "milliseconds", 0, 60_000, "The agent counts as idle only when its screen has been still for this time."),
        new(AgentsFile, "actors.*.run_command", SettingKind.Words, null, "Program and arguments of one run without a screen, for Aux and the Foreman; never run through a shell. `{prompt}` is replaced (appended where it is missing)."),
        new(AgentsFile, "actors.*.compact_command", SettingKind.Text, null, "What is typed to make the CLI compact its context, e.g. `/compact`; without it the agent is never told to."),
        new(AgentsFile, "actors.*.install_hint", SettingKind.Text, null, "What to do when the program is missing, for `cccc doctor` and the setup panel."),

        Count(ProfilesFile, "aux.max_run_seconds", "600", "seconds", 1, 86_400, "A run of Aux that takes longer is ended."),
        Count(ProfilesFile, "aux.rate_per_minute", "2", "runs", 0, 1_000, "So many runs of Aux may begin in a minute, others wait; 0: as many as are asked for."),
        Count(ProfilesFile, "aux.keep_runs", "20", "runs", 1, 100_000, "The folders of so many runs of Aux, and of the Foreman, stay in `.cccc/work/`."),

        new(ForemanFile, "foreman.enabled", SettingKind.Flag, "true", "Whether a Foreman that has an actor runs at intervals; `/foreman on` and `off` say otherwise, and are remembered."),
        Number(ForemanFile, "foreman.interval_seconds", "900", "seconds", 10, 604_800, "Time from the end of one run to the next."),
        Number(ForemanFile, "foreman.max_run_seconds", "900", "seconds", 1, 86_400, "A run that takes longer is ended."),
        new(ForemanFile, "foreman.prompt_path", SettingKind.Text, "FOREMAN_TASK.md", "Its standing task, a file in the project; made from a template when it is missing."),
        new(ForemanFile, "foreman.cc_user", SettingKind.Flag, "true", "Whether what it writes to the agents is in the timeline too."),
        new(ForemanFile, "foreman.check_first", SettingKind.Flag, "true", "Whether a run is left out when nothing has changed since the last one (git's head, the working tree, mail of the agents)."),

        new(PoliciesFile, "handoff_filter.enabled", SettingKind.Flag, "false", "Whether messages from one agent to the other that say little or repeat themselves are held back. Their author is told which rule held them back; `cccc message retry ID` delivers one all the same."),
        Count(PoliciesFile, "handoff_filter.min_chars", "40", "characters", 0, 10_000, "A message with fewer characters, fewer words than `min_words`, and a word of `drop_pattern` says too little."),
        Count(PoliciesFile, "handoff_filter.min_words", "6", "words", 0, 1_000, "See `min_chars`."),
        new(PoliciesFile, "handoff_filter.drop_pattern", SettingKind.Pattern, @"^\s*(ok|okay|ready|standby|waiting|idle)\b", "A .NET regular expression, without case: what a message that says too little begins with."),
        new(PoliciesFile, "handoff_filter.keep_pattern", SettingKind.Pattern, @"\b(CLAIM|COUNTER|EVIDENCE|TASK|ASK|RISK|PROGRESS)\s*[:(]|```|\?", "A .NET regular expression, without case: a message in which it matches is never held back."),
        Number(PoliciesFile, "handoff_filter.cooldown_seconds", "15", "seconds", 0, 3_600, "A short message so soon after the last one in the same direction is held back."),
        Number(PoliciesFile, "handoff_filter.repetition_seconds", "30", "seconds", 0, 86_400, "A short message with the same words as one of the last ten within this time is held back."),
        Number(PoliciesFile, "handoff_filter.similarity_seconds", "120", "seconds", 0, 86_400, "A message that is too similar to one of the last five within this time is held back."),
        Number(PoliciesFile, "handoff_filter.similarity", "0.9", "fraction", 0, 1, "Too similar: so much of the words of both messages is the same (Jaccard)."),

        new(PoliciesFile, "timers.quiet_hours", SettingKind.Hours, "none", "Hours of the local day in which no timer gives an agent a turn, e.g. `22:00-07:00`; `none`: there are none. Mail goes on."),
        Count(PoliciesFile, "timers.daily_turns", "200", "turns", 0, 100_000, "So many turns a local day may timers give each agent (and the Foreman): keepalive, self-check, refresh, compaction; 0: as many as they like."),
        Count(PoliciesFile, "timers.damper_messages", "6", "messages", 0, 1_000, "After so many messages in a row between the two agents that say nothing new (short, no question, no event, no code) they are no longer announced, until one says something or you write; 0: never."),

        new(TuiFile, "tui.prefix", SettingKind.Key, "C-b", "The key that comes before a pane command."),
        new(TuiFile, "tui.mouse", SettingKind.Flag, "true", "Whether the cockpit takes the mouse: click to focus, wheel to scroll."),
        new(TuiFile, "tui.background", SettingKind.Choice, "auto", "What programs in the panes are told when they ask whether the terminal is light or dark: what your terminal itself answers, or always the same.") { Choices = ["auto", "dark", "light"] },
        Count(TuiFile, "tui.scrollback_lines", "10000", "lines", 0, 1_000_000, "How many lines of each pane are kept above the screen."),
        new(TuiFile, "tui.grapheme_clusters", SettingKind.Flag, "true", "Whether an emoji sequence or a flag is one character of two columns in panes, as agents count it; else each of its parts has its own."),
        new(TuiFile, "tui.bell", SettingKind.Choice, "mark", "What a bell in a pane does: nothing, a mark at the pane until you type there, or the mark and a bell of your own terminal.") { Choices = ["off", "mark", "ring"], OnlyNarrowedByProject = true },
        new(TuiFile, "tui.window_title", SettingKind.Flag, "false", "Whether the title of your terminal's window says `cccc`, the project, and the title of the pane that has the keyboard.") { OnlyNarrowedByProject = true },
        new(TuiFile, "tui.notifications", SettingKind.Choice, "timeline", "Where a notification that a program asks for goes: nowhere, into the timeline, or into the timeline and to your own terminal.") { Choices = ["off", "timeline", "outer"], OnlyNarrowedByProject = true },
        new(TuiFile, "tui.attention", SettingKind.Choice, "ring", "How you are told that an agent waits for an answer, beside the marks in the cockpit: not at all, by a bell of your terminal, also by a notification of it (OSC 9), or also by one of the desktop (`notify-send`).") { Choices = ["off", "ring", "outer", "desktop"], OnlyNarrowedByProject = true },
        Count(TuiFile, "tui.clipboard_write_bytes", "100000", "bytes", 0, 500_000, "How much text a program may put on your clipboard at once; 0: none. Only the pane that has the keyboard can, and only plain text.") with { OnlyNarrowedByProject = true },
        new(TuiFile, "tui.clipboard_read", SettingKind.Choice, "off", "Only `off`: a program is never told what is on your clipboard. To paste is your deed, and a clipboard often holds a password.") { Choices = ["off"], OnlyNarrowedByProject = true },
        new(TuiFile, "tui.links", SettingKind.Flag, "true", "Whether links that a program prints can be clicked in your terminal: http, https and file, no other.") { OnlyNarrowedByProject = true },
    ];

    /// <summary>The definition of a key, or null when there is no such setting. Names compare without case.</summary>
    /// <param name="path">Dotted, with an actor's id or a list index where the table has <c>*</c>.</param>
    public static SettingDefinition? Find(string path) => Find(path.Split('.'));

    internal static SettingDefinition? Find(ReadOnlySpan<string> segments)
    {
        foreach (var definition in All)
        {
            if (definition.Segments.Length == segments.Length && StartsWith(definition, segments))
            {
                return definition;
            }
        }

        return null;
    }

    /// <summary>True when the keys lead to settings but are none themselves, e.g. <c>delivery</c>.</summary>
    internal static bool IsGroup(ReadOnlySpan<string> segments)
    {
        foreach (var definition in All)
        {
            if (definition.Segments.Length > segments.Length && StartsWith(definition, segments))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The names that may stand at the place of the last key; <c>*</c> is not one of them.</summary>
    internal static IEnumerable<string> Siblings(string[] segments)
    {
        var depth = segments.Length - 1;
        return All
            .Where(definition => definition.Segments.Length > depth && StartsWith(definition, segments.AsSpan(0, depth)))
            .Select(definition => definition.Segments[depth])
            .Where(name => name != "*")
            .Distinct(StringComparer.Ordinal);
    }

    private static bool StartsWith(SettingDefinition definition, ReadOnlySpan<string> segments)
    {
        for (var i = 0; i < segments.Length; i++)
        {
            var expected = definition.Segments[i];
            if (expected != "*" && !string.Equals(expected, segments[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    private static SettingDefinition Number(string file, string path, string value, string unit, double minimum, double maximum, string doc) =>
        new(file, path, SettingKind.Number, value, doc) { Unit = unit, Minimum = minimum, Maximum = maximum };

    private static SettingDefinition Count(string file, string path, string value, string unit, double minimum, double maximum, string doc) =>
        new(file, path, SettingKind.Count, value, doc) { Unit = unit, Minimum = minimum, Maximum = maximum };
}
