using System.Buffers;
using System.Text;

namespace Orchestrator.Terminal.Input;

/// <summary>A key that types something, in the terms of the kitty protocol: the key without Shift, and what Shift makes of it.</summary>
internal readonly struct KittyText
{
    private const Modifiers NotText = ~(Modifiers.Shift | Modifiers.CapsLock | Modifiers.NumLock);

    private KittyText(int code, int shifted, int baseKey, Modifiers held, string? typed, bool isTyped = false)
    {
        IsTyped = isTyped;
        Code = code;
        Shifted = shifted;
        BaseKey = baseKey;
        Held = held;
        Typed = typed;
    }

    /// <summary>The number of the key: its character without Shift, or that of a keypad key.</summary>
    public int Code { get; }

    /// <summary>0 where it is the same, or unknown.</summary>
    public int Shifted { get; }

    /// <summary>0 where it is the same, or unknown.</summary>
    public int BaseKey { get; }

    public Modifiers Held { get; }

    /// <summary>The terminal told only the character, which may be Shift with another.</summary>
    public bool IsTyped { get; }

    /// <summary>What it types; null with Control and the like, and for a release.</summary>
    public string? Typed { get; }

    /// <summary>Null for a key that types nothing: Enter, an arrow.</summary>
    public static KittyText? Of(KeyInput key)
    {
        var types = (key.Held & NotText) == Modifiers.None && !key.IsRelease;
        if (key.Key is >= Key.Keypad0 and <= Key.KeypadSeparator and not Key.KeypadEnter)
        {
            return new KittyText(KeyTables.KittyOf(key.Key, isKeypad: false), 0, 0, key.Held, types ? KeyTables.KeypadOf(key.Key).Character.ToString() : null);
        }

        if (key.Key != Key.Character || !Rune.IsValid(key.CodePoint))
        {
            return null;
        }

        var held = key.Held;
        var typed = types ? key.Text ?? new Rune(KeyText.Typed(key)).ToString() : null;
        if (key.Unshifted != 0)
        {
            // CapsLock takes back what Shift would make of a letter.
            var isCapital = (held & Modifiers.CapsLock) != Modifiers.None && KeyText.Upper(key.Unshifted) != key.Unshifted;
            var upper = isCapital ? key.Unshifted : key.Shifted != 0 ? key.Shifted : KeyText.Upper(key.Unshifted);
            return new KittyText(key.Unshifted, upper == key.Unshifted ? 0 : upper, key.BaseKey, held, typed);
        }

        // Of old there is only the character: a capital is its letter with Shift, and '!' is a key of its own.
        var lower = KeyText.Lower(key.CodePoint);
        if (lower != key.CodePoint && (held & Modifiers.CapsLock) == Modifiers.None)
        {
            return new KittyText(lower, key.CodePoint, 0, held | Modifiers.Shift, typed);
        }

        var shifted = KeyText.Upper(lower);
        return new KittyText(lower, shifted == lower ? 0 : shifted, 0, held, typed, isTyped: shifted == lower && lower != ' ');
    }

    /// <summary>The bytes of old for an ASCII key with Alt or Control, which kitty writes while nothing is disambiguated; false where there are none.</summary>
    public bool TryWriteLegacy(Modifiers held, IBufferWriter<byte> output)
    {
        var shift = (held & Modifiers.Shift) != Modifiers.None;
        var control = (held & Modifiers.Control) != Modifiers.None;
        var alt = (held & Modifiers.Alt) != Modifiers.None;
        // Of a letter that is not ASCII kitty takes the key at its place.
        var unshifted = Code >= 0x80 && BaseKey != 0 ? BaseKey : Code;
        var character = shift && Code != ' ' && !IsTyped ? Shifted : unshifted;
        if ((held & ~(Modifiers.Shift | Modifiers.Control | Modifiers.Alt)) != Modifiers.None || character is < ' ' or >= 0x7f)
        {
            return false;
        }

        // Control and Shift with a letter, or with all three the blank, have no code of their own.
        if (control && shift && (char.IsAsciiLetter((char)Code) || (Code == ' ' && alt)))
        {
            return false;
        }

        if (alt)
        {
            output.WriteByte(0x1b);
        }

        output.WriteByte(control ? ControlCode(character) : (byte)character);
        return true;
    }

    private static byte ControlCode(int character) => character switch
    {
        ' ' or '2' or '@' => 0,
        >= 'a' and <= 'z' or >= '[' and <= '_' or '~' => (byte)(character & 0x1f),
        >= '3' and <= '7' => (byte)(character - '3' + 0x1b),
        '8' or '?' => 0x7f,
        '/' => 0x1f,
        _ => (byte)character,
    };
}
