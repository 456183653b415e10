using System.Buffers;
using System.Text;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Input;

/// <summary>Keys by the kitty keyboard protocol (https://sw.kovidgoyal.net/kitty/keyboard-protocol/): CSI code : shifted ; modifiers : event ; text u.</summary>
internal static class KittyEncoder
{
    private const int ReleaseEvent = 3;

    public static void Encode(KeyInput key, ScreenModes modes, IBufferWriter<byte> output)
    {
        KittyKeyboard flags = modes.Kitty;
        bool all = Has(flags, KittyKeyboard.ReportAllKeysAsEscapeCodes);
        bool releaseWanted = Has(flags, KittyKeyboard.ReportEventTypes);
        if (key.IsRelease && (!releaseWanted || (!all && IsTextOrShellKey(key))))
        {
            return;
        }

        if (key.Key == Key.Character)
        {
            Character(key, modes, all, output);
        }
        else if (key.Key is Key.Enter or Key.Tab or Key.Backspace && !all && (key.Modifiers == Modifiers.None || !Disambiguates(flags)))
        {
            KeyEncoder.Legacy(key, modes, output); // a shell stays usable after a crash
        }
        else if (key.Key == Key.Escape && !all && !Disambiguates(flags) && !key.IsRelease)
        {
            KeyEncoder.Legacy(key, modes, output);
        }
        else if (key.Key >= Key.Keypad0 && !all && !key.IsRelease && (!Disambiguates(flags) || (key.Key != Key.KeypadEnter && IsText(key.Modifiers))))
        {
            KeyEncoder.Legacy(key, modes with { ApplicationKeypad = false }, output); // a digit is text
        }
        else
        {
            Function(key, output);
        }
    }

    private static bool Has(KittyKeyboard flags, KittyKeyboard flag) => (flags & flag) != KittyKeyboard.None;

    private static bool Disambiguates(KittyKeyboard flags) => Has(flags, KittyKeyboard.DisambiguateEscapeCodes);

    private static bool IsTextOrShellKey(KeyInput key) => key.Key is Key.Enter or Key.Tab or Key.Backspace || (key.Key == Key.Character && IsText(key.Modifiers));

    private static bool IsText(Modifiers modifiers) => (modifiers & ~Modifiers.Shift) == Modifiers.None;

    private static void Character(KeyInput key, ScreenModes modes, bool all, IBufferWriter<byte> output)
    {
        bool isText = IsText(key.Modifiers);
        if (!all && !key.IsRelease && (isText || !Disambiguates(modes.Kitty)))
        {
            KeyEncoder.Legacy(key, modes, output);
            return;
        }

        // The protocol names the key, not the letter: 'A' as typed is the key a with Shift.
        Modifiers modifiers = key.Modifiers;
        int code = key.CodePoint;
        var rune = new Rune(code);
        Rune lower = Rune.ToLowerInvariant(rune);
        if (lower != rune)
        {
            code = lower.Value;
            modifiers |= Modifiers.Shift;
        }

        int shifted = Rune.ToUpperInvariant(new Rune(code)).Value;
        bool alternate = Has(modes.Kitty, KittyKeyboard.ReportAlternateKeys) && (modifiers & Modifiers.Shift) != Modifiers.None && shifted != code;
        bool text = all && isText && !key.IsRelease && Has(modes.Kitty, KittyKeyboard.ReportAssociatedText);
        output.Write("\e["u8);
        output.WriteNumber(code);
        if (alternate)
        {
            output.WriteByte((byte)':');
            output.WriteNumber(shifted);
        }

        ModifiersAndEvent(modifiers, key.IsRelease, text, output);
        if (text)
        {
            output.WriteByte((byte)';');
            output.WriteNumber(modifiers == Modifiers.Shift ? shifted : code);
        }

        output.WriteByte((byte)'u');
    }

    private static void Function(KeyInput key, IBufferWriter<byte> output)
    {
        // F3 is CSI 13 ~ here: CSI R is the cursor position report.
        char letter = key.Key == Key.F3 ? '\0' : KeyTables.LetterOf(key.Key);
        int kitty = KeyTables.KittyOf(key.Key, key.IsKeypad);
        output.Write("\e["u8);
        if (letter != '\0')
        {
            if (key.Modifiers != Modifiers.None || key.IsRelease)
            {
                output.WriteByte((byte)'1');
            }

            ModifiersAndEvent(key.Modifiers, key.IsRelease, false, output);
            output.WriteByte((byte)letter);
            return;
        }

        int tilde = key.Key == Key.F3 ? 13 : KeyTables.TildeOf(key.Key);
        bool isPrivate = kitty != 0 && (tilde == 0 || key.Key is >= Key.F13 and <= Key.F20);
        output.WriteNumber(isPrivate ? kitty : tilde);
        ModifiersAndEvent(key.Modifiers, key.IsRelease, false, output);
        output.WriteByte(isPrivate ? (byte)'u' : (byte)'~');
    }

    /// <param name="isNeeded">The parameter must be there, if empty, because another follows.</param>
    private static void ModifiersAndEvent(Modifiers modifiers, bool isRelease, bool isNeeded, IBufferWriter<byte> output)
    {
        if (modifiers == Modifiers.None && !isRelease)
        {
            if (isNeeded)
            {
                output.WriteByte((byte)';');
            }

            return;
        }

        output.WriteByte((byte)';');
        output.WriteNumber(modifiers.Parameter());
        if (isRelease)
        {
            output.WriteByte((byte)':');
            output.WriteNumber(ReleaseEvent);
        }
    }
}
