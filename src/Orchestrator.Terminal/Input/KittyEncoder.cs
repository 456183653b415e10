using System.Buffers;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Input;

/// <summary>
/// Keys by the kitty keyboard protocol (https://sw.kovidgoyal.net/kitty/keyboard-protocol/): CSI code : shifted : base ; modifiers : event ; text u.
/// Where the words leave it open, as kitty does it.
/// </summary>
internal static class KittyEncoder
{
    private const Modifiers Locks = Modifiers.CapsLock | Modifiers.NumLock;
    private const int ReleaseEvent = 3;

    public static void Encode(KeyInput key, ScreenModes modes, IBufferWriter<byte> output)
    {
        var flags = modes.Kitty;
        var all = Has(flags, KittyKeyboard.ReportAllKeysAsEscapeCodes);
        if ((key.IsRelease && !Has(flags, KittyKeyboard.ReportEventTypes)) || (key.IsModifierKey && !all))
        {
            return;
        }

        key = Has(flags, KittyKeyboard.DisambiguateEscapeCodes) ? key : WithoutKeypad(key);
        if (KittyText.Of(key) is { } text)
        {
            Text(key, text, flags, output);
        }
        else if (key.Key is Key.Enter or Key.Tab or Key.Backspace or Key.Escape)
        {
            Control(key, modes, output);
        }
        else
        {
            Function(key, modes, output);
        }
    }

    private static bool Has(KittyKeyboard flags, KittyKeyboard flag) => (flags & flag) != KittyKeyboard.None;

    // Without disambiguation and event types the function keys are those of old.
    private static bool IsLegacy(KittyKeyboard flags) => !Has(flags, KittyKeyboard.DisambiguateEscapeCodes | KittyKeyboard.ReportEventTypes);

    // Without disambiguation the keypad is no place of its own.
    private static KeyInput WithoutKeypad(KeyInput key) => key.Key switch
    {
        Key.KeypadEnter => key with { Key = Key.Enter },
        >= Key.Keypad0 and <= Key.KeypadEqual when KeyTables.KeypadOf(key.Key).Character is char character =>
            key with { Key = Key.Character, CodePoint = character, Unshifted = character, Raw = default },
        _ when key.IsKeypad => key with { IsKeypad = false },
        _ => key,
    };

    // Keys that type something: characters, and the keypad's.
    private static void Text(KeyInput key, KittyText text, KittyKeyboard flags, IBufferWriter<byte> output)
    {
        var all = Has(flags, KittyKeyboard.ReportAllKeysAsEscapeCodes);
        if (!all && text.Typed is { } typed)
        {
            output.WriteText(typed); // of a release there is none
            return;
        }

        var held = text.Held;
        var shift = (held & Modifiers.Shift) != Modifiers.None;
        var alternates = Has(flags, KittyKeyboard.ReportAlternateKeys);
        var shifted = alternates && shift ? text.Shifted : 0;
        var baseKey = alternates ? text.BaseKey : 0;
        var hasAlternates = shifted != 0 || baseKey != 0 || (alternates && shift && text.IsTyped);
        if (!all && !key.IsRelease && !Has(flags, KittyKeyboard.DisambiguateEscapeCodes) && !hasAlternates && text.TryWriteLegacy(held & ~Locks, output))
        {
            return;
        }

        output.Write("\e["u8);
        output.WriteNumber(text.Code);
        if (shifted != 0 || baseKey != 0)
        {
            output.WriteByte((byte)':');
            output.WriteNumberIf(shifted);
        }

        if (baseKey != 0)
        {
            output.WriteByte((byte)':');
            output.WriteNumber(baseKey);
        }

        var told = all && Has(flags, KittyKeyboard.ReportAssociatedText) ? text.Typed : null;
        ModifiersAndEvent(held, Event(key, flags), told is not null, output);
        if (told is not null)
        {
            var separator = (byte)';';
            foreach (var rune in told.EnumerateRunes())
            {
                output.WriteByte(separator);
                output.WriteNumber(rune.Value);
                separator = (byte)':';
            }
        }

        output.WriteByte((byte)'u');
    }

    // Enter, Tab, Backspace and Escape keep their codes while they can, so that a shell stays usable after a crash.
    private static void Control(KeyInput key, ScreenModes modes, IBufferWriter<byte> output)
    {
        var flags = modes.Kitty;
        var all = Has(flags, KittyKeyboard.ReportAllKeysAsEscapeCodes);
        var isPlain = (key.Held & ~Locks) == Modifiers.None;
        if (key.IsRelease && !all && (key.Key != Key.Escape || (isPlain && !Has(flags, KittyKeyboard.DisambiguateEscapeCodes))))
        {
            return;
        }

        var legacy = isPlain
            ? !all && (key.Key != Key.Escape || !Has(flags, KittyKeyboard.DisambiguateEscapeCodes))
            : IsLegacy(flags);
        if (!legacy)
        {
            Number(KeyTables.KittyOf(key.Key, isKeypad: false), 'u', key, flags, output);
            return;
        }

        if (key.Key == Key.Tab && (key.Held & Modifiers.Shift) != Modifiers.None && (key.Held & Modifiers.Alt) != Modifiers.None)
        {
            output.WriteByte(0x1b); // xterm leaves Alt out here
        }

        // Super has no code of old.
        var held = key.Held & (Modifiers.Shift | Modifiers.Alt | Modifiers.Control);
        KeyEncoder.Legacy(key with { Modifiers = held, Held = held }, modes with { NewLine = false, BackarrowSendsBackspace = false }, output);
    }

    private static void Function(KeyInput key, ScreenModes modes, IBufferWriter<byte> output)
    {
        var flags = modes.Kitty;
        var letter = KeyTables.LetterOf(key.Key);
        var held = Has(flags, KittyKeyboard.ReportAllKeysAsEscapeCodes) ? key.Held : key.Held & ~Locks;
        if (key.IsKeypad && key.Key != Key.Begin)
        {
            Number(KeyTables.KittyOf(key.Key, isKeypad: true), 'u', key, flags, output);
        }
        else if (IsLegacy(flags) && (letter != '\0' || key.Key == Key.Menu))
        {
            KeyEncoder.Function(key.Key == Key.Menu ? Key.F16 : key.Key, held, modes.ApplicationCursorKeys, output);
        }
        else if (key.Key == Key.F3)
        {
            Number(13, '~', key, flags, output); // CSI R would be the cursor position report
        }
        else if (letter != '\0')
        {
            Number(1, letter, key, flags, output);
        }
        else if (key.Key == Key.Private)
        {
            Number(key.CodePoint, 'u', key, flags, output);
        }
        else if (KeyTables.KittyOf(key.Key, isKeypad: false) is not 0 and int code)
        {
            Number(code, 'u', key, flags, output);
        }
        else
        {
            Number(KeyTables.TildeOf(key.Key), '~', key, flags, output);
        }
    }

    // A 1 before a letter is left out where nothing follows.
    private static void Number(int number, char final, KeyInput key, KittyKeyboard flags, IBufferWriter<byte> output)
    {
        var kind = Event(key, flags);
        output.Write("\e["u8);
        if (number != 1 || key.Held != Modifiers.None || kind != 1)
        {
            output.WriteNumber(number);
        }

        ModifiersAndEvent(key.Held, kind, isNeeded: false, output);
        output.WriteByte((byte)final);
    }

    private static int Event(KeyInput key, KittyKeyboard flags) =>
        !Has(flags, KittyKeyboard.ReportEventTypes) ? 1 : key.IsRelease ? ReleaseEvent : key.IsRepeat ? 2 : 1;

    /// <param name="isNeeded">The parameter must be there, if empty, because another follows.</param>
    private static void ModifiersAndEvent(Modifiers modifiers, int kind, bool isNeeded, IBufferWriter<byte> output)
    {
        if (modifiers == Modifiers.None && kind == 1)
        {
            if (isNeeded)
            {
                output.WriteByte((byte)';');
            }

            return;
        }

        output.WriteByte((byte)';');
        output.WriteNumber(modifiers.Parameter());
        if (kind != 1)
        {
            output.WriteByte((byte)':');
            output.WriteNumber(kind);
        }
    }
}
