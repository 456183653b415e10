
namespace Orchestrator.Terminal.Input;

/// <summary>The numbers and letters of keys: one table for the decoder and the encoder. Sources: xterm ctlseqs "PC-Style Function Keys", kitty keyboard protocol.</summary>
internal static class KeyTables
{
    /// <summary>CSI number ~.</summary>
    private static readonly (int Number, Key Key)[] Tilde =
    [
        (2, Key.Insert), (3, Key.Delete), (5, Key.PageUp), (6, Key.PageDown),
        (15, Key.F5), (17, Key.F6), (18, Key.F7), (19, Key.F8), (20, Key.F9), (21, Key.F10), (23, Key.F11), (24, Key.F12),
        (25, Key.F13), (26, Key.F14), (28, Key.F15), (29, Key.F16), (31, Key.F17), (32, Key.F18), (33, Key.F19), (34, Key.F20),
        (42, Key.F21), (43, Key.F22), (44, Key.F23), (45, Key.F24), (46, Key.F25), (47, Key.F26), (48, Key.F27), (49, Key.F28), (50, Key.F29), (51, Key.F30),
        (52, Key.F31), (53, Key.F32), (54, Key.F33), (55, Key.F34), (56, Key.F35),
        // Other terminals than xterm: Linux console, tmux, screen, rxvt. The encoder never writes these.
        (1, Key.Home), (4, Key.End), (7, Key.Home), (8, Key.End), (11, Key.F1), (12, Key.F2), (13, Key.F3), (14, Key.F4),
    ];

    /// <summary>CSI letter, CSI 1 ; modifiers letter, and SS3 letter.</summary>
    private static readonly (char Letter, Key Key)[] Letters =
    [
        ('A', Key.Up), ('B', Key.Down), ('C', Key.Right), ('D', Key.Left), ('H', Key.Home), ('F', Key.End), ('E', Key.Begin),
        ('P', Key.F1), ('Q', Key.F2), ('R', Key.F3), ('S', Key.F4),
    ];

    /// <summary>SS3 letter in application keypad mode (VT220), and the character in numeric mode.</summary>
    private static readonly (char Letter, Key Key, char Character)[] Keypad =
    [
        ('p', Key.Keypad0, '0'), ('q', Key.Keypad1, '1'), ('r', Key.Keypad2, '2'), ('s', Key.Keypad3, '3'), ('t', Key.Keypad4, '4'),
        ('u', Key.Keypad5, '5'), ('v', Key.Keypad6, '6'), ('w', Key.Keypad7, '7'), ('x', Key.Keypad8, '8'), ('y', Key.Keypad9, '9'),
        ('n', Key.KeypadDecimal, '.'), ('o', Key.KeypadDivide, '/'), ('j', Key.KeypadMultiply, '*'), ('m', Key.KeypadSubtract, '-'),
        ('k', Key.KeypadAdd, '+'), ('M', Key.KeypadEnter, '\r'), ('X', Key.KeypadEqual, '='), ('l', Key.KeypadSeparator, ','),
    ];

    /// <summary>CSI number u: the four that have a C0 code. 8 is what xterm says for Backspace with Control.</summary>
    private static readonly (int Number, Key Key)[] Control = [(13, Key.Enter), (9, Key.Tab), (127, Key.Backspace), (27, Key.Escape), (8, Key.Backspace)];

    /// <summary>Runs of kitty's private use area, "Functional key definitions": the number of the first key of each.</summary>
    private static readonly (int Number, Key First, Key Last)[] Kitty =
    [
        (57358, Key.CapsLock, Key.Menu),
        (57376, Key.F13, Key.F35),
        (57399, Key.Keypad0, Key.KeypadSeparator),
        (57428, Key.MediaPlay, Key.Level5Shift),
    ];

    /// <summary>The keypad without NumLock, from kitty's 57417 on.</summary>
    private static readonly Key[] KittyKeypad =
        [Key.Left, Key.Right, Key.Up, Key.Down, Key.PageUp, Key.PageDown, Key.Home, Key.End, Key.Insert, Key.Delete, Key.Begin];

    private const int FirstKittyKeypad = 57417;

    public static bool TryTilde(int number, out Key key)
    {
        var index = Array.FindIndex(Tilde, entry => entry.Number == number);
        key = index >= 0 ? Tilde[index].Key : default;
        return index >= 0;
    }

    public static bool TryLetter(char letter, out Key key)
    {
        var index = Array.FindIndex(Letters, entry => entry.Letter == letter);
        key = index >= 0 ? Letters[index].Key : default;
        return index >= 0;
    }

    public static bool TryKeypad(char letter, out Key key)
    {
        var index = Array.FindIndex(Keypad, entry => entry.Letter == letter);
        key = index >= 0 ? Keypad[index].Key : default;
        return index >= 0;
    }

    /// <summary>A key by its number in CSI number u. False for a character.</summary>
    public static bool TryKitty(int number, out Key key, out bool isKeypad)
    {
        isKeypad = number >= FirstKittyKeypad && number < FirstKittyKeypad + KittyKeypad.Length;
        if (isKeypad)
        {
            key = KittyKeypad[number - FirstKittyKeypad];
            return true;
        }

        foreach ((var first, var from, var to) in Kitty)
        {
            if (number >= first && number - first <= to - from)
            {
                key = (Key)((int)from + number - first);
                return true;
            }
        }

        var index = Array.FindIndex(Control, entry => entry.Number == number);
        key = index >= 0 ? Control[index].Key : Key.Private;
        return index >= 0 || number is >= 0xe000 and <= 0xf8ff;
    }

    /// <summary>A keypad key by its X keysym (keysymdef.h): foot 1.13 puts that into modifyOtherKeys, where a character belongs.</summary>
    public static bool TryKeysym(int number, out Key key)
    {
        key = number switch
        {
            0xff8d => Key.KeypadEnter,
            0xffaa => Key.KeypadMultiply,
            0xffab => Key.KeypadAdd,
            0xffac => Key.KeypadSeparator,
            0xffad => Key.KeypadSubtract,
            0xffae => Key.KeypadDecimal,
            0xffaf => Key.KeypadDivide,
            >= 0xffb0 and <= 0xffb9 => (Key)((int)Key.Keypad0 + number - 0xffb0),
            0xffbd => Key.KeypadEqual,
            _ => Key.Character,
        };
        return key != Key.Character;
    }

    /// <summary>The number before ~, or 0.</summary>
    public static int TildeOf(Key key) => Array.Find(Tilde, entry => entry.Key == key).Number;

    /// <summary>The final letter, or NUL.</summary>
    public static char LetterOf(Key key) => Array.Find(Letters, entry => entry.Key == key).Letter;

    /// <summary>The letter after SS3 and the character of a keypad key, or NULs.</summary>
    public static (char Letter, char Character) KeypadOf(Key key)
    {
        (var letter, _, var character) = Array.Find(Keypad, entry => entry.Key == key);
        return (letter, character);
    }

    /// <summary>The number before u, or 0.</summary>
    public static int KittyOf(Key key, bool isKeypad)
    {
        if (isKeypad && Array.IndexOf(KittyKeypad, key) is >= 0 and int place)
        {
            return FirstKittyKeypad + place;
        }

        foreach ((var first, var from, var to) in Kitty)
        {
            if (key >= from && key <= to)
            {
                return first + (key - from);
            }
        }

        return Array.Find(Control, entry => entry.Key == key).Number;
    }
}
