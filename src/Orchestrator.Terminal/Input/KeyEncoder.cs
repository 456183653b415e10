using System.Buffers;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Input;

/// <summary>
/// Keys as xterm sends them: PC-style function keys, DECCKM, DECKPAM, LNM, DECBKM, modifyOtherKeys (xterm ctlseqs), with Alt and Meta as ESC
/// (its modes 1036 and 1039). The bit 8 of the modifiers is Meta to xterm and Super to kitty; here they are one.
/// </summary>
internal static class KeyEncoder
{
    private const byte Escape = 0x1b;
    private const Modifiers AsEscape = Modifiers.Alt | Modifiers.Super | Modifiers.Meta;

    // What xterm has no bit for, and what is no modifier of a key.
    private const Modifiers Known = Modifiers.Shift | Modifiers.Alt | Modifiers.Control | Modifiers.Super;

    /// <summary>Appends nothing for a release, nor for a key that xterm has no bytes for.</summary>
    public static void Encode(KeyInput key, ScreenModes modes, IBufferWriter<byte> output)
    {
        if (!key.IsRelease && !OtherKeys.TryEncode(key, modes, output))
        {
            Legacy(key, modes, output);
        }
    }

    /// <summary>The bytes of a program that asked for no key protocol.</summary>
    public static void Legacy(KeyInput key, ScreenModes modes, IBufferWriter<byte> output)
    {
        switch (key.Key)
        {
            case Key.Character:
                Character(key, modes, output);
                break;
            case Key.Enter:
                Prefix(key, output);
                Return(modes, output);
                break;
            case Key.Tab when Has(key, Modifiers.Shift):
                output.Write("\e[Z"u8); // CBT; xterm leaves Alt out
                break;
            case Key.Tab:
                Prefix(key, output);
                output.WriteByte((byte)'\t');
                break;
            case Key.Backspace:
                Prefix(key, output);
                output.WriteByte(BackspaceCode(key, modes));
                break;
            case Key.Escape:
                Prefix(key, output);
                output.WriteByte(Escape);
                break;
            case Key.Menu:
                Function(Key.F16, Of(key), modes.ApplicationCursorKeys, output); // xterm: both are CSI 29 ~
                break;
            case >= Key.Keypad0 and <= Key.KeypadSeparator:
                Keypad(key, modes, output);
                break;
            case >= Key.CapsLock:
                break; // xterm has no bytes for it
            default:
                Function(key.Key, Of(key), modes.ApplicationCursorKeys, output);
                break;
        }
    }

    /// <summary>CSI or SS3 letter, CSI 1 ; m letter, CSI n ~, CSI n ; m ~.</summary>
    public static void Function(Key key, Modifiers modifiers, bool applicationCursorKeys, IBufferWriter<byte> output)
    {
        var parameter = modifiers.Parameter();
        var letter = KeyTables.LetterOf(key);
        if (letter == '\0')
        {
            output.Write("\e["u8);
            output.WriteNumber(KeyTables.TildeOf(key));
            if (parameter > 1)
            {
                output.WriteByte((byte)';');
                output.WriteNumber(parameter);
            }

            output.WriteByte((byte)'~');
            return;
        }

        if (parameter > 1)
        {
            output.Write("\e[1;"u8);
            output.WriteNumber(parameter);
        }
        else
        {
            // F1 to F4 are SS3 always, the cursor keys (with Home, End and Begin) by DECCKM.
            output.Write(key is >= Key.F1 and <= Key.F4 || applicationCursorKeys ? "\eO"u8 : "\e["u8);
        }

        output.WriteByte((byte)letter);
    }

    /// <summary>The modifiers that xterm tells of.</summary>
    public static Modifiers Of(KeyInput key)
    {
        var held = key.Held;
        return (held & Known) | ((held & Modifiers.Meta) != Modifiers.None ? Modifiers.Super : Modifiers.None);
    }

    /// <summary>DEL, or BS with Control; the other way round with DECBKM.</summary>
    public static byte BackspaceCode(KeyInput key, ScreenModes modes) => Has(key, Modifiers.Control) != modes.BackarrowSendsBackspace ? (byte)'\b' : (byte)0x7f;

    /// <summary>The C0 code of Ctrl with a character as X11 makes it (XLookupString): @ to ~ without their upper bits, and keys of a VT220.</summary>
    public static byte? ControlCode(int codePoint) => codePoint switch
    {
        >= '@' and <= '~' => (byte)(codePoint & 0x1f),
        ' ' or '2' => 0,
        >= '3' and <= '7' => (byte)(codePoint - '3' + 0x1b),
        '8' => 0x7f,
        '/' => 0x1f,
        _ => null,
    };

    private static void Keypad(KeyInput key, ScreenModes modes, IBufferWriter<byte> output)
    {
        (var letter, var character) = KeyTables.KeypadOf(key.Key);
        var held = Of(key);
        if (modes.ApplicationKeypad && (key.Held & Modifiers.NumLock) == Modifiers.None)
        {
            output.Write("\eO"u8);
            if (held != Modifiers.None)
            {
                output.WriteNumber(held.Parameter()); // xterm: SS3 modifier letter
            }

            output.WriteByte((byte)letter);
        }
        else if (key.Key == Key.KeypadEnter)
        {
            Return(modes, output);
        }
        else
        {
            output.WriteByte((byte)character); // xterm puts no ESC before it
        }
    }

    private static void Return(ScreenModes modes, IBufferWriter<byte> output) => output.Write(modes.NewLine ? "\r\n"u8 : "\r"u8); // LNM

    private static void Character(KeyInput key, ScreenModes modes, IBufferWriter<byte> output)
    {
        if (!IsProtocol(key.Raw.Span))
        {
            output.Write(key.Raw.Span);
            return;
        }

        if (key.Text is { } text && (Of(key) & ~Modifiers.Shift) == Modifiers.None)
        {
            output.WriteText(text);
            return;
        }

        Prefix(key, output);
        var typed = KeyText.Typed(key);
        // Of a letter that is not ASCII there is no control code; the key at its place on a US keyboard has one.
        var control = typed >= 0x80 && key.BaseKey != 0 ? key.BaseKey : typed;
        if (!Has(key, Modifiers.Control))
        {
            output.WriteRune(typed);
        }
        else if ((control == '?' ? (byte)0x7f : ControlCode(control)) is not { } code)
        {
            output.WriteRune(typed);
        }
        else if (code == '\r')
        {
            Return(modes, output);
        }
        else
        {
            output.WriteByte(code);
        }
    }

    /// <summary>True when the outer terminal told the key by a protocol that this pane did not ask for: CSI ... u, CSI 27 ; ... ~.</summary>
    private static bool IsProtocol(ReadOnlySpan<byte> raw) => raw.IsEmpty || (raw.StartsWith("\e["u8) && raw.Length > 2) || raw.StartsWith("\e\e["u8);

    private static bool Has(KeyInput key, Modifiers modifier) => (key.Held & modifier) != Modifiers.None;

    private static void Prefix(KeyInput key, IBufferWriter<byte> output)
    {
        if (Has(key, AsEscape))
        {
            output.WriteByte(Escape);
        }
    }
}
