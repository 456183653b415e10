using System.Buffers;
using System.Text;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Input;

/// <summary>Keys as xterm sends them: PC-style function keys, DECCKM, DECKPAM, LNM, modifyOtherKeys (xterm ctlseqs).</summary>
internal static class KeyEncoder
{
    private const byte Escape = 0x1b;

    public static void Encode(KeyInput key, ScreenModes modes, IBufferWriter<byte> output)
    {
        if (!TryModifyOtherKeys(key, modes.ModifyOtherKeys, output))
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
                Character(key, output);
                break;
            case Key.Enter:
                Prefix(key, output);
                output.Write(modes.NewLine ? "\r\n"u8 : "\r"u8); // LNM
                break;
            case Key.Tab when (key.Modifiers & Modifiers.Shift) != Modifiers.None:
                Prefix(key, output);
                output.Write("\e[Z"u8); // CBT
                break;
            case Key.Tab:
                Prefix(key, output);
                output.WriteByte((byte)'\t');
                break;
            case Key.Backspace:
                Prefix(key, output);
                output.WriteByte((key.Modifiers & Modifiers.Control) != Modifiers.None ? (byte)'\b' : (byte)0x7f);
                break;
            case Key.Escape:
                Prefix(key, output);
                output.WriteByte(Escape);
                break;
            case >= Key.Keypad0:
                Keypad(key, modes, output);
                break;
            default:
                Function(key.Key, key.Modifiers, modes.ApplicationCursorKeys, output);
                break;
        }
    }

    /// <summary>CSI or SS3 letter, CSI 1 ; m letter, CSI n ~, CSI n ; m ~.</summary>
    public static void Function(Key key, Modifiers modifiers, bool applicationCursorKeys, IBufferWriter<byte> output)
    {
        int parameter = modifiers.Parameter();
        char letter = KeyTables.LetterOf(key);
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

    private static void Keypad(KeyInput key, ScreenModes modes, IBufferWriter<byte> output)
    {
        (char letter, char character) = KeyTables.KeypadOf(key.Key);
        if (modes.ApplicationKeypad)
        {
            output.Write("\eO"u8);
            if (key.Modifiers != Modifiers.None)
            {
                output.WriteNumber(key.Modifiers.Parameter()); // xterm: SS3 modifier letter
            }

            output.WriteByte((byte)letter);
            return;
        }

        Prefix(key, output);
        output.WriteByte((byte)character);
        if (key.Key == Key.KeypadEnter && modes.NewLine)
        {
            output.WriteByte((byte)'\n');
        }
    }

    private static void Character(KeyInput key, IBufferWriter<byte> output)
    {
        if (!IsProtocol(key.Raw.Span))
        {
            output.Write(key.Raw.Span);
            return;
        }

        Prefix(key, output);
        if ((key.Modifiers & Modifiers.Control) != Modifiers.None && ControlCode(key.CodePoint) is { } code)
        {
            output.WriteByte(code);
        }
        else
        {
            output.WriteRune((key.Modifiers & Modifiers.Shift) != Modifiers.None ? Rune.ToUpperInvariant(new Rune(key.CodePoint)).Value : key.CodePoint);
        }
    }

    /// <summary>True when the outer terminal told the key by a protocol that this pane did not ask for: CSI ... u, CSI 27 ; ... ~.</summary>
    private static bool IsProtocol(ReadOnlySpan<byte> raw) => raw.IsEmpty || (raw.StartsWith("\e["u8) && raw.Length > 2) || raw.StartsWith("\e\e["u8);

    /// <summary>The C0 code of Ctrl with a character (xterm ctlseqs, VT220 keyboard: also the digits 2 to 8).</summary>
    public static byte? ControlCode(int codePoint) => codePoint switch
    {
        >= 'a' and <= 'z' => (byte)(codePoint - 0x60),
        >= '@' and <= '_' => (byte)(codePoint - 0x40),
        ' ' or '2' => 0,
        >= '3' and <= '7' => (byte)(codePoint - '3' + 0x1b),
        '8' or '?' => 0x7f,
        '/' => 0x1f,
        _ => null,
    };

    private static void Prefix(KeyInput key, IBufferWriter<byte> output)
    {
        if ((key.Modifiers & (Modifiers.Alt | Modifiers.Meta)) != Modifiers.None)
        {
            output.WriteByte(Escape);
        }
    }

    // XTMODKEYS: CSI 27 ; modifiers ; code ~. Level 1 for keys whose modifiers have no bytes of their own, level 2 for all but Shift in a character.
    private static bool TryModifyOtherKeys(KeyInput key, byte level, IBufferWriter<byte> output)
    {
        if (level == 0 || key.Modifiers == Modifiers.None || !NeedsModifyOtherKeys(key, level))
        {
            return false;
        }

        int code = key.Key switch
        {
            Key.Enter => '\r',
            Key.Tab => '\t',
            Key.Backspace => 0x7f,
            Key.Escape => Escape,
            _ => key.CodePoint,
        };
        output.Write("\e[27;"u8);
        output.WriteNumber(key.Modifiers.Parameter());
        output.WriteByte((byte)';');
        output.WriteNumber(code);
        output.WriteByte((byte)'~');
        return true;
    }

    private static bool NeedsModifyOtherKeys(KeyInput key, byte level)
    {
        const Modifiers NotInText = ~Modifiers.Shift;
        bool inTextOnly = (key.Modifiers & NotInText) == Modifiers.None;
        return key.Key switch
        {
            Key.Enter => true,
            Key.Tab => level > 1 || !inTextOnly, // Shift+Tab has CSI Z
            Key.Backspace or Key.Escape => level > 1,
            Key.Character when inTextOnly => false,
            Key.Character when level > 1 => true,
            Key.Character => (key.Modifiers & Modifiers.Control) != Modifiers.None
                && ((key.Modifiers & Modifiers.Shift) != Modifiers.None || ControlCode(key.CodePoint) is null),
            _ => false,
        };
    }
}
