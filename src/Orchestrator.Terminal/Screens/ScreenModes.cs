namespace Orchestrator.Terminal.Screens;

/// <summary>Which mouse events the program asked for (DECSET 9, 1000, 1002, 1003).</summary>
public enum MouseTracking : byte
{
    None,
    X10,
    Buttons,
    Drag,
    Motion,
}

/// <summary>How mouse events are encoded (DECSET 1005, 1006, 1015, 1016).</summary>
public enum MouseEncoding : byte
{
    Default,
    Utf8,
    Sgr,
    Urxvt,
    SgrPixels,
}

/// <summary>Kitty keyboard protocol progressive enhancement flags (CSI > flags u).</summary>
[Flags]
public enum KittyKeyboard : byte
{
    None = 0,
    DisambiguateEscapeCodes = 1,
    ReportEventTypes = 2,
    ReportAlternateKeys = 4,
    ReportAllKeysAsEscapeCodes = 8,
    ReportAssociatedText = 16,
}

/// <summary>What the program in a pane asked for that decides how input to it is encoded and how its screen is shown.</summary>
public readonly record struct ScreenModes
{
    /// <summary>DECCKM (1): cursor keys send SS3.</summary>
    public bool ApplicationCursorKeys { get; init; }

    /// <summary>DECKPAM/DECKPNM.</summary>
    public bool ApplicationKeypad { get; init; }

    /// <summary>DECSET 2004.</summary>
    public bool BracketedPaste { get; init; }

    /// <summary>DECSET 1004.</summary>
    public bool FocusReporting { get; init; }

    public MouseTracking MouseTracking { get; init; }

    public MouseEncoding MouseEncoding { get; init; }

    /// <summary>DECSET 1007: the wheel sends cursor keys on the alternate screen.</summary>
    public bool AlternateScroll { get; init; }

    /// <summary>Alternate screen is shown (47, 1047, 1049).</summary>
    public bool AlternateScreen { get; init; }

    /// <summary>Synchronized output (2026) is on: the screen is being rewritten; hold the frame, at most 150 ms.</summary>
    public bool SynchronizedOutput { get; init; }

    /// <summary>DECTCEM (25).</summary>
    public bool CursorVisible { get; init; }

    /// <summary>LNM (20): the return key sends CR LF.</summary>
    public bool NewLine { get; init; }

    /// <summary>xterm modifyOtherKeys 0-2 (CSI > 4 ; n m).</summary>
    public byte ModifyOtherKeys { get; init; }

    /// <summary>xterm formatOtherKeys (CSI > 4 ; 1 f): modified keys as CSI code ; modifiers u.</summary>
    public bool FormatOtherKeys { get; init; }

    /// <summary>DECBKM (67): the Backspace key sends BS, not DEL.</summary>
    public bool BackarrowSendsBackspace { get; init; }

    public KittyKeyboard Kitty { get; init; }
}
