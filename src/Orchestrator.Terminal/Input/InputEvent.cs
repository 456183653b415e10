using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Input;

/// <summary>Keys that are not a character. <see cref="Character"/> means that <see cref="KeyInput.CodePoint"/> says which.</summary>
public enum Key : byte
{
    Character,
    Enter,
    Tab,
    Backspace,
    Escape,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    Insert,
    Delete,
    PageUp,
    PageDown,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    F10,
    F11,
    F12,
    F13,
    F14,
    F15,
    F16,
    F17,
    F18,
    F19,
    F20,
    /// <summary>The 5 of a keypad without NumLock.</summary>
    Begin,
    Keypad0,
    Keypad1,
    Keypad2,
    Keypad3,
    Keypad4,
    Keypad5,
    Keypad6,
    Keypad7,
    Keypad8,
    Keypad9,
    KeypadDecimal,
    KeypadDivide,
    KeypadMultiply,
    KeypadSubtract,
    KeypadAdd,
    KeypadEnter,
    KeypadEqual,
}

/// <summary>Modifier keys, in the bit order of xterm's and kitty's parameter minus one.</summary>
[Flags]
public enum Modifiers : byte
{
    None = 0,
    Shift = 1,
    Alt = 2,
    Control = 4,
    Super = 8,
    Hyper = 16,
    Meta = 32,
    CapsLock = 64,
    NumLock = 128,
}

/// <summary>Something that came from the outer terminal.</summary>
public abstract record InputEvent;

/// <summary>A key press (or, with kitty event types, repeat or release).</summary>
/// <param name="Raw">The bytes as they came, so that a key which the pane's modes do not change passes byte for byte.</param>
public sealed record KeyInput(Key Key, int CodePoint, Modifiers Modifiers, ReadOnlyMemory<byte> Raw) : InputEvent
{
    public bool IsRelease { get; init; }

    /// <summary>True for this character with exactly these modifiers, e.g. <c>Is('b', Modifiers.Control)</c>.</summary>
    public bool Is(char character, Modifiers modifiers = Modifiers.None) => Key == Key.Character && CodePoint == character && Modifiers == modifiers && !IsRelease;

    /// <summary>True for this key with exactly these modifiers.</summary>
    public bool Is(Key key, Modifiers modifiers = Modifiers.None) => Key == key && Modifiers == modifiers && !IsRelease;
}

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
}

public enum MouseButton : byte
{
    None,
    Left,
    Middle,
    Right,
}

/// <summary>A mouse event at a cell of the outer terminal (0-based).</summary>
public sealed record MouseInput(MouseAction Action, MouseButton Button, int Column, int Row, Modifiers Modifiers) : InputEvent;

/// <summary>The content of one bracketed paste, without its brackets. Bounded; a longer one comes in pieces, <paramref name="IsLast"/> on the last.</summary>
public sealed record PasteInput(ReadOnlyMemory<byte> Bytes, bool IsFirst = true, bool IsLast = true) : InputEvent;

/// <summary>The outer terminal gained or lost the focus (DECSET 1004).</summary>
public sealed record FocusInput(bool Gained) : InputEvent;

/// <summary>An answer of the outer terminal to a query (DA1, CPR, OSC 10/11, DECRPM, kitty flags, XTVERSION): never passed to a pane.</summary>
public sealed record ReplyInput(ReadOnlyMemory<byte> Raw) : InputEvent;

/// <summary>A sequence that the decoder does not know; passed to the focused pane byte for byte.</summary>
public sealed record UnknownInput(ReadOnlyMemory<byte> Raw) : InputEvent;
