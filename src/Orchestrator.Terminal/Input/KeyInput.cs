namespace Orchestrator.Terminal.Input;

/// <summary>
/// A key press (or, with kitty event types, repeat or release). <see cref="CodePoint"/> and <see cref="Modifiers"/> are what bindings look at: the character
/// as typed where it is text, else the key without Shift. What a protocol told beyond that is carried along for panes that asked for it.
/// </summary>
/// <param name="Raw">The bytes as they came, so that a key which the pane's modes do not change passes byte for byte.</param>
public sealed record KeyInput(Key Key, int CodePoint, Modifiers Modifiers, ReadOnlyMemory<byte> Raw) : InputEvent
{
    private readonly Modifiers? _held;

    public bool IsRelease { get; init; }

    /// <summary>The key is held down and comes again (kitty event type 2). A binding takes it for a press.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>An arrow, Home, Insert ... on the keypad (kitty protocol; of old it is the same key).</summary>
    public bool IsKeypad { get; init; }

    /// <summary>All modifiers that were held, with the locks, and with Shift also where the character says it already.</summary>
    public Modifiers Held
    {
        get => _held ?? Modifiers;
        init => _held = value;
    }

    /// <summary>The key without Shift in the user's layout, or 0 where the terminal did not say.</summary>
    public int Unshifted { get; init; }

    /// <summary>What the key is with Shift, or 0 where the terminal did not say.</summary>
    public int Shifted { get; init; }

    /// <summary>The key at this place of a US keyboard, or 0 where the terminal did not say.</summary>
    public int BaseKey { get; init; }

    /// <summary>The text that the key makes, where the terminal told it apart (kitty flag 16); it may have several code points. Null: not told.</summary>
    public string? Text { get; init; }

    /// <summary>A modifier or lock key itself, which no binding means.</summary>
    public bool IsModifierKey => Key is Key.CapsLock or Key.ScrollLock or Key.NumLock or (>= Key.LeftShift and <= Key.Level5Shift);

    /// <summary>True for this character with exactly these modifiers, e.g. <c>Is('b', Modifiers.Control)</c>.</summary>
    public bool Is(char character, Modifiers modifiers = Modifiers.None) => Key == Key.Character && CodePoint == character && Modifiers == modifiers && !IsRelease;

    /// <summary>True for this key with exactly these modifiers.</summary>
    public bool Is(Key key, Modifiers modifiers = Modifiers.None) => Key == key && Modifiers == modifiers && !IsRelease;
}
