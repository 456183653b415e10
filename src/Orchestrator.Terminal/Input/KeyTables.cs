namespace Orchestrator.Terminal.Input;

/// <summary>The numbers and letters of keys: one table for the decoder and the encoder. Sources: xterm ctlseqs "PC-Style Function Keys", kitty keyboard protocol.</summary>
internal static class KeyTables
{
    /// <summary>CSI number ~.</summary>
    private static readonly (int Number, Key Key)[] s_tilde =
    [
        (2, Key.Insert), (3, Key.Delete), (5, Key.PageUp), (6, Key.PageDown),
        (15, Key.F5), (17, Key.F6), (18, Key.F7), (19, Key.F8), (20, Key.F9), (21, Key.F10), (23, Key.F11), (24, Key.F12),
        (25, Key.F13), (26, Key.F14), (28, Key.F15), (29, Key.F16), (31, Key.F17), (32, Key.F18), (33, Key.F19), (34, Key.F20),
        // Other terminals than xterm: Linux console, tmux, screen, rxvt. The encoder never writes these.
        (1, Key.Home), (4, Key.End), (7, Key.Home), (8, Key.End), (11, Key.F1), (12, Key.F2), (13, Key.F3), (14, Key.F4),
    ];

    /// <summary>CSI letter, CSI 1 ; modifiers letter, and SS3 letter.</summary>
    private static readonly (char Letter, Key Key)[] s_letters =
    [
        ('A', Key.Up), ('B', Key.Down), ('C', Key.Right), ('D', Key.Left), ('H', Key.Home), ('F', Key.End), ('E', Key.Begin),
        ('P', Key.F1), ('Q', Key.F2), ('R', Key.F3), ('S', Key.F4),
    ];

    /// <summary>SS3 letter in application keypad mode (VT220), and the character in numeric mode.</summary>
    private static readonly (char Letter, Key Key, char Character)[] s_keypad =
    [
        ('p', Key.Keypad0, '0'), ('q', Key.Keypad1, '1'), ('r', Key.Keypad2, '2'), ('s', Key.Keypad3, '3'), ('t', Key.Keypad4, '4'),
        ('u', Key.Keypad5, '5'), ('v', Key.Keypad6, '6'), ('w', Key.Keypad7, '7'), ('x', Key.Keypad8, '8'), ('y', Key.Keypad9, '9'),
        ('n', Key.KeypadDecimal, '.'), ('o', Key.KeypadDivide, '/'), ('j', Key.KeypadMultiply, '*'), ('m', Key.KeypadSubtract, '-'),
        ('k', Key.KeypadAdd, '+'), ('M', Key.KeypadEnter, '\r'), ('X', Key.KeypadEqual, '='),
    ];

    /// <summary>CSI number u, of the private use area (kitty "Functional key definitions") and the four that have a C0 code.</summary>
    private static readonly (int Number, Key Key)[] s_kitty =
    [
        (13, Key.Enter), (9, Key.Tab), (127, Key.Backspace), (27, Key.Escape),
        (57376, Key.F13), (57377, Key.F14), (57378, Key.F15), (57379, Key.F16), (57380, Key.F17), (57381, Key.F18), (57382, Key.F19), (57383, Key.F20),
        (57399, Key.Keypad0), (57400, Key.Keypad1), (57401, Key.Keypad2), (57402, Key.Keypad3), (57403, Key.Keypad4), (57404, Key.Keypad5),
        (57405, Key.Keypad6), (57406, Key.Keypad7), (57407, Key.Keypad8), (57408, Key.Keypad9), (57409, Key.KeypadDecimal), (57410, Key.KeypadDivide),
        (57411, Key.KeypadMultiply), (57412, Key.KeypadSubtract), (57413, Key.KeypadAdd), (57414, Key.KeypadEnter), (57415, Key.KeypadEqual),
        // The keypad without NumLock: the same keys to us.
        (57417, Key.Left), (57418, Key.Right), (57419, Key.Up), (57420, Key.Down), (57421, Key.PageUp), (57422, Key.PageDown),
        (57423, Key.Home), (57424, Key.End), (57425, Key.Insert), (57426, Key.Delete), (57427, Key.Begin),
    ];

    public static bool TryTilde(int number, out Key key)
    {
        int index = Array.FindIndex(s_tilde, entry => entry.Number == number);
        key = index >= 0 ? s_tilde[index].Key : default;
        return index >= 0;
    }

    public static bool TryLetter(char letter, out Key key)
    {
        int index = Array.FindIndex(s_letters, entry => entry.Letter == letter);
        key = index >= 0 ? s_letters[index].Key : default;
        return index >= 0;
    }

    public static bool TryKeypad(char letter, out Key key)
    {
        int index = Array.FindIndex(s_keypad, entry => entry.Letter == letter);
        key = index >= 0 ? s_keypad[index].Key : default;
        return index >= 0;
    }

    public static bool TryKitty(int number, out Key key)
    {
        int index = Array.FindIndex(s_kitty, entry => entry.Number == number);
        key = index >= 0 ? s_kitty[index].Key : default;
        return index >= 0;
    }

    /// <summary>The number before ~, or 0.</summary>
    public static int TildeOf(Key key) => Array.Find(s_tilde, entry => entry.Key == key).Number;

    /// <summary>The final letter, or NUL.</summary>
    public static char LetterOf(Key key) => Array.Find(s_letters, entry => entry.Key == key).Letter;

    /// <summary>The letter after SS3 and the character of a keypad key, or NULs.</summary>
    public static (char Letter, char Character) KeypadOf(Key key)
    {
        (char letter, _, char character) = Array.Find(s_keypad, entry => entry.Key == key);
        return (letter, character);
    }

    /// <summary>The number before u, or 0.</summary>
    public static int KittyOf(Key key) => Array.Find(s_kitty, entry => entry.Key == key).Number;
}
