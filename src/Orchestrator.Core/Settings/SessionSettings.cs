using System.Collections.Immutable;
using Orchestrator.Core.Delivery;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Runs;

namespace Orchestrator.Core.Settings;

/// <summary>Which actor plays which role. PeerB null (in the file: empty or <c>none</c>) is single-peer mode.</summary>
public sealed record RoleChoices(string? PeerA, string? PeerB, string? Aux, string? Foreman)
{
    public bool SinglePeer => PeerB is null;
}

/// <summary>One agent CLI that can play a role, from <c>agents.yaml</c>.</summary>
/// <param name="Command">Program and arguments of the interactive CLI; <c>{mailbox}</c>, <c>{project}</c> and <c>{role}</c> are replaced. Never a shell string.</param>
/// <param name="StateRules">In order of priority: the first that matches decides.</param>
/// <param name="SubmitDelay">Time between the moment at which the paste is seen on the screen and the return.</param>
/// <param name="SubmitKeys">The bytes that submit, usually one CR.</param>
/// <param name="IdleQuiet">How long the screen must be still for <c>idle</c> where no rule says more.</param>
public sealed record ActorDefinition(
    string Id,
    string Title,
    ImmutableArray<string> Command,
    ImmutableDictionary<string, string> Environment,
    ImmutableArray<ScreenRule> StateRules,
    TimeSpan SubmitDelay,
    string SubmitKeys,
    TimeSpan IdleQuiet,
    string? InstallHint)
{
    /// <summary>Where its composer stands on the screen, or null when nothing is known of it.</summary>
    public ComposerRule? Composer { get; init; }

    /// <summary>How long the first return may take to have an effect before it is typed again; doubles with each repetition.</summary>
    public TimeSpan ReturnAgain { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What takes one line out of the composer and does nothing else, even to an empty one; or null.</summary>
    public string? WithdrawKeys { get; init; }

    /// <summary>What stops a turn, or null when nothing does; typed again while the turn goes on.</summary>
    public string? InterruptKeys { get; init; }

    /// <summary>How the first row of its prompts begins, behind its frame, or null when that is not known.</summary>
    public string? PromptBegins { get; init; }

    /// <summary>A pattern for a row near the bottom that shows while the composer does not take text (the normal mode of a vi), or null.</summary>
    public string? NormalMode { get; init; }

    /// <summary>What makes it take text then.</summary>
    public string InsertKeys { get; init; } = "i";

    /// <summary>What is typed to make the CLI compact its context, or null when it has no such command.</summary>
    public string? CompactCommand { get; init; }

    /// <summary>Program and arguments of one run without a screen (for Aux and the Foreman); <c>{prompt}</c> is replaced. Empty when it has none.</summary>
    public ImmutableArray<string> RunCommand { get; init; } = [];
}


/// <summary>An actor and whether its program was found on PATH.</summary>
public sealed record ActorAvailability(ActorDefinition Actor, string? ProgramPath)
{
    public bool Found => ProgramPath is not null;
}

/// <summary>The <c>delivery</c> block of <c>cli_profiles.yaml</c>.</summary>
public sealed record DeliverySettings
{
    public TimeSpan NudgeResend { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Fraction, ± of <see cref="NudgeResend"/>.</summary>
    public double NudgeJitter { get; init; } = 0.05;

    /// <summary>Reminders for the same mail before the user is asked.</summary>
    public int NudgeMaxRetries { get; init; } = 3;

    /// <summary>The longest time between two reminders, however many there were.</summary>
    public TimeSpan NudgeBackoffMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>After an agent put a file away it is left in peace for this time.</summary>
    public TimeSpan NudgeProgressTimeout { get; init; } = TimeSpan.FromSeconds(300);

    public bool KeepaliveEnabled { get; init; } = true;

    public TimeSpan KeepaliveDelay { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan SinglePeerKeepaliveDelay { get; init; } = TimeSpan.FromSeconds(240);

    public int SinglePeerKeepaliveMaxNudges { get; init; } = 3;

    /// <summary>Nothing is typed while a human typed into the pane within this time.</summary>
    public TimeSpan HumanQuiet { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A file without closing tag counts as complete when it has been still for this time.</summary>
    public TimeSpan StillTime { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Bytes; a larger outgoing file is refused with a notice to its author.</summary>
    public int MaxMessageBytes { get; init; } = 1_000_000;

    /// <summary>How often the mailbox is looked through for what the file watcher missed.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What becomes of mail of an earlier run.</summary>
    public LeftOverMail LeftOver { get; init; } = LeftOverMail.Ask;

    /// <summary>An agent whose message has no insight block is told so.</summary>
    public bool InsightHint { get; init; } = true;

    /// <summary>Files that stay in each <c>processed/</c>.</summary>
    public int ProcessedRetention { get; init; } = 100;

    /// <summary>Files that stay of each kind of mail that lies in no inbox.</summary>
    public int KeptRetention { get; init; } = 500;
}

/// <summary>What a bell (BEL) in a pane does.</summary>
public enum BellSetting
{
    Off,
    /// <summary>A mark at the pane, until its user comes.</summary>
    Mark,
    /// <summary>The mark, and the outer terminal rings.</summary>
    Ring,
}

/// <summary>Where a notification that a program asks for (OSC 9, 99, 777) goes.</summary>
public enum NotificationSetting
{
    Off,
    /// <summary>A line in the timeline.</summary>
    Timeline,
    /// <summary>The line, and a notification of the outer terminal.</summary>
    Outer,
}

/// <summary>How the user is told that an agent waits for an answer, beside the marks in the cockpit; each one includes those before it.</summary>
public enum AttentionSetting
{
    Off,
    /// <summary>The outer terminals ring.</summary>
    Ring,
    /// <summary>A notification of the outer terminals (OSC 9).</summary>
    Outer,
    /// <summary>A notification of the desktop (<c>notify-send</c>).</summary>
    Desktop,
}

/// <summary>What programs in the panes are told of the terminal's background.</summary>
public enum BackgroundSetting
{
    /// <summary>What the terminal itself says.</summary>
    Auto,
    /// <summary>White on black.</summary>
    Dark,
    /// <summary>Black on white.</summary>
    Light,
}

/// <summary>The <c>tui.yaml</c> settings.</summary>
public sealed record TuiSettings
{
    /// <summary>The prefix key, as <c>C-b</c>.</summary>
    public string Prefix { get; init; } = "C-b";

    public bool Mouse { get; init; } = true;

    public BackgroundSetting Background { get; init; } = BackgroundSetting.Auto;

    public int ScrollbackLines { get; init; } = 10_000;

    /// <summary>Whether panes begin in mode 2027: an emoji sequence or a flag is one character of two columns.</summary>
    public bool GraphemeClusters { get; init; } = true;

    public BellSetting Bell { get; init; } = BellSetting.Mark;

    /// <summary>The outer window's title follows the pane with the keyboard.</summary>
    public bool WindowTitle { get; init; }

    public NotificationSetting Notifications { get; init; } = NotificationSetting.Timeline;

    public AttentionSetting Attention { get; init; } = AttentionSetting.Ring;

    /// <summary>Bytes of one clipboard write (OSC 52) of the pane with the keyboard; 0 for none.</summary>
    public int ClipboardWriteBytes { get; init; } = 100_000;

    /// <summary>Links that a program prints (OSC 8) are links in the outer terminal.</summary>
    public bool Links { get; init; } = true;
}

/// <summary>All settings of a session, read from the layers shipped &lt; user &lt; project &lt; environment &lt; command line.</summary>
public sealed record SessionSettings(
    RoleChoices Roles,
    ImmutableArray<ActorDefinition> Actors,
    DeliverySettings Delivery,
    TuiSettings Tui)
{
    public LedgerSettings Ledger { get; init; } = new();

    public HandOffFilterSettings HandOffFilter { get; init; } = new();

    public RhythmSettings Rhythm { get; init; } = new();

    public RunSettings Runs { get; init; } = new();
}

/// <summary>Something wrong with a settings file: said to the user with file, line and what to do.</summary>
public sealed record SettingsProblem(string File, int Line, string Text, bool IsError)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Text}" : $"{File}: {Text}";
}
