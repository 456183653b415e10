namespace Orchestrator.Terminal.Input;

/// <summary>Something that came from the outer terminal.</summary>
public abstract record InputEvent;

public enum MouseAction : byte
{
    Press,
    Release,
    Drag,
    Move,
    WheelUp,
    WheelDown,
    WheelLeft,
    WheelRight,
    /// <summary>A horizontal wheel "let go", which xterm alone reports. No pane gets it: programs take it for another notch.</summary>
    WheelEnd,
}

public enum MouseButton : byte
{
    None,
    Left,
    Middle,
    Right,
    /// <summary>Buttons 8 to 11 of X11; 4 to 7 are the wheel.</summary>
    Back,
    Forward,
    Tenth,
    Eleventh,
}

/// <summary>A mouse event at a cell of the outer terminal (0-based).</summary>
public sealed record MouseInput(MouseAction Action, MouseButton Button, int Column, int Row, Modifiers Modifiers) : InputEvent;

/// <summary>The content of one bracketed paste, without its brackets. Bounded; a longer one comes in pieces, <paramref name="IsLast"/> on the last.</summary>
public sealed record PasteInput(ReadOnlyMemory<byte> Bytes, bool IsFirst = true, bool IsLast = true) : InputEvent;

/// <summary>The outer terminal gained or lost the focus (DECSET 1004).</summary>
public sealed record FocusInput(bool Gained) : InputEvent;

/// <summary>An answer of the outer terminal to a query (DA1, CPR, OSC 10/11, DECRPM, kitty flags, XTVERSION), or a mouse report that says nothing to us: never passed to a pane.</summary>
public sealed record ReplyInput(ReadOnlyMemory<byte> Raw) : InputEvent;

/// <summary>A sequence that the decoder does not know; passed to the focused pane byte for byte.</summary>
public sealed record UnknownInput(ReadOnlyMemory<byte> Raw) : InputEvent;
