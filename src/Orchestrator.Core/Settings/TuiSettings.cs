namespace Orchestrator.Core.Settings;

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
