using Orchestrator.Terminal.Vt;

namespace Orchestrator.Terminal.Input;

/// <summary>CSI sequences: keys, mouse, focus, answers (xterm ctlseqs, kitty keyboard protocol).</summary>
public sealed partial class InputDecoder
{
    // The longest that a terminal sends is a kitty key with the text of an input method: a long sentence.
    private const int MaxCsi = 4096;

    private int Csi(ReadOnlySpan<byte> bytes, bool isEnd, out InputEvent? decoded)
    {
        decoded = null;
        if (bytes.Length == 2)
        {
            return isEnd ? Plain(bytes, 1, Modifiers.Alt, isEnd, out decoded) : NeedMore; // Alt+[
        }

        if (bytes[2] is (byte)'M' or (byte)'[')
        {
            var special = bytes[2] == (byte)'M' ? MouseX10(bytes, out decoded) : LinuxFunctionKey(bytes, out decoded);
            return special != NeedMore || !isEnd ? special : Unknown(bytes, bytes.Length, out decoded);
        }

        var at = 2;
        while (at < bytes.Length && at < MaxCsi && bytes[at] is >= 0x30 and <= 0x3f)
        {
            at++;
        }

        var parametersEnd = at;
        while (at < bytes.Length && at < MaxCsi && bytes[at] is >= 0x20 and <= 0x2f)
        {
            at++;
        }

        if (at == bytes.Length && at < MaxCsi)
        {
            if (at > parametersEnd && bytes[2] is >= (byte)'0' and <= (byte)'9')
            {
                return isEnd ? Unknown(bytes, at, out decoded) : NeedMore; // rxvt: CSI 3 $ is Shift+Delete
            }

            // No one types this: the rest of an answer that came in two pieces must not be typed into a pane.
            _waitsForRest = true;
            return NeedMore;
        }

        if (at >= MaxCsi || bytes[at] is < 0x40 or > 0x7e)
        {
            // Broken off: what follows is decoded on its own.
            return at == 2 ? Plain(bytes, 1, Modifiers.Alt, isEnd, out decoded) : Unknown(bytes, at, out decoded);
        }

        var length = at + 1;
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
        var prefix = !parameters.IsEmpty && parameters[0] >= (byte)'<' ? parameters[0] : (byte)0;
        if (prefix == (byte)'<' && (final is 'M' or 'm') && intermediates.IsEmpty)
        {
            return MouseSgr(new CsiParameters(parameters[1..]), final == 'm', raw);
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
            'Z' => Modified(Key.Tab, numbers, raw) is { } tab ? tab with { Modifiers = tab.Modifiers | Modifiers.Shift, Held = tab.Held | Modifiers.Shift } : null,
            'M' when numbers.Count == 3 => MouseUrxvt(numbers),
            _ when KeyTables.TryLetter(final, out var key) => numbers.Get(0, 1) == 1 ? Modified(key, numbers, raw) : null,
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
            var looksLikeKey = numbers.Count < 2 || (numbers.Count == 2 && numbers.Get(0, 1) == 1 && numbers.Get(1, 1) is >= 1 and <= 16);
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
        var number = numbers.Get(0, 0);
        if (number == PasteStart && numbers.Count == 1)
        {
            _inPaste = true;
            _isFirstPiece = true;
            return PasteStartBytes;
        }

        return number == ModifyOtherKeys && numbers.Count == 3 ? ModifyOtherKey(numbers, raw)
            : KeyTables.TryTilde(number, out var key) ? Modified(key, numbers, raw)
            : null;
    }

    private static readonly PasteInput PasteStartBytes = new(default);

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
