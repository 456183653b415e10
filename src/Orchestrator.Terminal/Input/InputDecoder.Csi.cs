using System.Text;

namespace Orchestrator.Terminal.Input;

/// <summary>CSI sequences: keys, mouse, focus, answers (xterm ctlseqs, kitty keyboard protocol).</summary>
public sealed partial class InputDecoder
{
    // The longest that a terminal sends is a kitty key with text, well under 100 bytes.
    private const int MaxCsi = 256;

    private int Csi(ReadOnlySpan<byte> bytes, bool isEnd, out InputEvent? decoded)
    {
        decoded = null;
        if (bytes.Length == 2)
        {
            return isEnd ? Plain(bytes, 1, Modifiers.Alt, isEnd, out decoded) : NeedMore; // Alt+[
        }

        if (bytes[2] is (byte)'M' or (byte)'[')
        {
            int special = bytes[2] == (byte)'M' ? MouseX10(bytes, out decoded) : LinuxFunctionKey(bytes, out decoded);
            return special != NeedMore || !isEnd ? special : Unknown(bytes, bytes.Length, out decoded);
        }

        int at = 2;
        while (at < bytes.Length && at < MaxCsi && bytes[at] is >= 0x30 and <= 0x3f)
        {
            at++;
        }

        int parametersEnd = at;
        while (at < bytes.Length && at < MaxCsi && bytes[at] is >= 0x20 and <= 0x2f)
        {
            at++;
        }

        if (at == bytes.Length && at < MaxCsi)
        {
            return isEnd ? Unknown(bytes, at, out decoded) : NeedMore;
        }

        if (at >= MaxCsi || bytes[at] is < 0x40 or > 0x7e)
        {
            // Broken off: what follows is decoded on its own.
            return at == 2 ? Plain(bytes, 1, Modifiers.Alt, isEnd, out decoded) : Unknown(bytes, at, out decoded);
        }

        int length = at + 1;
        decoded = Complete(bytes[..length], bytes[2..parametersEnd], bytes[parametersEnd..at], (char)bytes[at]) ?? new UnknownInput(bytes[..length].ToArray());
        if (decoded is PasteInput)
        {
            decoded = null; // the start of a paste, told with its bytes
        }

        return length;
    }

    private static int Unknown(ReadOnlySpan<byte> bytes, int length, out InputEvent decoded)
    {
        decoded = new UnknownInput(bytes[..length].ToArray());
        return length;
    }

    private InputEvent? Complete(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> parameters, ReadOnlySpan<byte> intermediates, char final)
    {
        byte prefix = !parameters.IsEmpty && parameters[0] >= (byte)'<' ? parameters[0] : (byte)0;
        if (prefix == (byte)'<' && (final is 'M' or 'm') && intermediates.IsEmpty)
        {
            return MouseSgr(new CsiParameters(parameters[1..]), final == 'm');
        }

        if (IsAnswer(prefix, parameters, intermediates, final))
        {
            return new ReplyInput(raw.ToArray());
        }

        var numbers = new CsiParameters(parameters);
        return prefix != 0 || !intermediates.IsEmpty ? null : final switch
        {
            '~' => Tilde(numbers, raw),
            'u' => KittyKey(numbers, raw),
            'I' when numbers.IsEmpty => new FocusInput(true),
            'O' when numbers.IsEmpty => new FocusInput(false),
            'Z' => Modified(Key.Tab, numbers, raw) is { } tab ? tab with { Modifiers = tab.Modifiers | Modifiers.Shift } : null,
            'M' when numbers.Count == 3 => MouseUrxvt(numbers),
            _ when KeyTables.TryLetter(final, out Key key) => numbers.Get(0, 1) == 1 ? Modified(key, numbers, raw) : null,
            _ => null,
        };
    }

    // DA1-3 (c), DECRPM ($y), DSR and CPR (n, R), XTWINOPS and in-band resize (t), DECREPTPARM (x), kitty flags (?u).
    private bool IsAnswer(byte prefix, ReadOnlySpan<byte> parameters, ReadOnlySpan<byte> intermediates, char final)
    {
        if (!intermediates.IsEmpty)
        {
            return intermediates.SequenceEqual("$"u8) && final == 'y';
        }

        if (final == 'R' && prefix == 0)
        {
            var numbers = new CsiParameters(parameters);
            // CSI 1;2 R is Shift+F3 as well as row 1, column 2: xterm's modifiers are 2 to 16.
            bool looksLikeKey = numbers.Count < 2 || (numbers.Count == 2 && numbers.Get(0, 1) == 1 && numbers.Get(1, 1) is >= 1 and <= 16);
            if (numbers.Count >= 2 && ExpectedCursorReports > 0)
            {
                ExpectedCursorReports--;
                return true;
            }

            return !looksLikeKey;
        }

        return prefix switch
        {
            0 => (final is 'n' or 't' or 'x') && !parameters.IsEmpty,
            (byte)'?' => final is 'c' or 'n' or 'R' or 'u' or 'S',
            (byte)'>' or (byte)'=' => final is 'c',
            _ => false,
        };
    }

    private InputEvent? Tilde(CsiParameters numbers, ReadOnlySpan<byte> raw)
    {
        const int ModifyOtherKeys = 27;
        const int PasteStart = 200;
        int number = numbers.Get(0, 0);
        if (number == PasteStart && numbers.Count == 1)
        {
            _inPaste = true;
            _isFirstPiece = true;
            return s_pasteStart;
        }

        return number == ModifyOtherKeys && numbers.Count == 3 ? CharacterKey(numbers.Get(2, -1), Math.Max(0, numbers.Get(2, 0)), numbers.Get(1, 1), 0, raw)
            : KeyTables.TryTilde(number, out Key key) ? Modified(key, numbers, raw)
            : null;
    }

    private static readonly PasteInput s_pasteStart = new(default);

    // CSI number : shifted : base ; modifiers : event ; text u
    private static KeyInput? KittyKey(CsiParameters numbers, ReadOnlySpan<byte> raw)
    {
        const int Release = 3;
        int number = numbers.Get(0, -1);
        int text = numbers.Get(2, 0);
        KeyInput? key = CharacterKey(number, Math.Max(0, numbers.Get(0, 0, part: 1)), numbers.Get(1, 1), Math.Max(0, text), raw);
        return key is null ? null : key with { IsRelease = numbers.Get(1, 1, part: 1) == Release };
    }

    private static KeyInput? CharacterKey(int number, int shifted, int modifierParameter, int text, ReadOnlySpan<byte> raw)
    {
        if (!TryModifiers(modifierParameter, out Modifiers modifiers))
        {
            return null;
        }

        if (KeyTables.TryKitty(number, out Key key))
        {
            return new KeyInput(key, 0, modifiers, raw.ToArray());
        }

        // The private use area holds media keys and the modifier keys themselves.
        if (number < ' ' || !Rune.IsValid(number) || number is >= 0xe000 and <= 0xf8ff)
        {
            return null;
        }

        if (modifiers is Modifiers.None or Modifiers.Shift)
        {
            int character = text >= ' ' && Rune.IsValid(text) ? text
                : modifiers == Modifiers.Shift && shifted >= ' ' && Rune.IsValid(shifted) ? shifted
                : modifiers == Modifiers.Shift ? Rune.ToUpperInvariant(new Rune(number)).Value
                : number;
            // Shift is in the character, as it is in a legacy key; where it is not (a digit whose shifted form we do not know), it stays.
            return new KeyInput(Key.Character, character, character == number && shifted == 0 && text == 0 ? modifiers : Modifiers.None, raw.ToArray());
        }

        // xterm names the letter as typed, kitty the key: the key it is.
        int unshifted = (modifiers & Modifiers.Shift) != Modifiers.None ? Rune.ToLowerInvariant(new Rune(number)).Value : number;
        return new KeyInput(Key.Character, unshifted, modifiers, raw.ToArray());
    }

    private static KeyInput? Modified(Key key, CsiParameters numbers, ReadOnlySpan<byte> raw)
    {
        const int Release = 3;
        return numbers.Count <= 3 && TryModifiers(numbers.Get(1, 1), out Modifiers modifiers)
            ? new KeyInput(key, 0, modifiers, raw.ToArray()) { IsRelease = numbers.Get(1, 1, part: 1) == Release }
            : null;
    }

    // The parameter is the bits plus one. The locks are dropped: a binding is the same with NumLock on.
    private static bool TryModifiers(int parameter, out Modifiers modifiers)
    {
        modifiers = (Modifiers)(byte)(parameter - 1) & ~(Modifiers.CapsLock | Modifiers.NumLock);
        return parameter is >= 1 and <= 256;
    }

    // CSI [ A to E: F1 to F5 of the Linux console (console_codes(4)).
    private static int LinuxFunctionKey(ReadOnlySpan<byte> bytes, out InputEvent? decoded)
    {
        decoded = null;
        if (bytes.Length == 3)
        {
            return NeedMore;
        }

        if (bytes[3] is < (byte)'A' or > (byte)'E')
        {
            return Unknown(bytes, 3, out decoded);
        }

        decoded = KeyOf((Key)((int)Key.F1 + bytes[3] - 'A'), Modifiers.None, bytes[..4]);
        return 4;
    }
}
