using System.Text;
using Orchestrator.Terminal.Input;

namespace Orchestrator.Tui.Widgets;

/// <summary>A key with its modifiers, spelled as in the settings and the help: <c>C-b</c>, <c>M-Enter</c>, <c>PageUp</c>, <c>?</c>.</summary>
internal readonly record struct KeyChord(Key Key, int CodePoint, Modifiers Modifiers)
{
    private const Modifiers Locks = Modifiers.CapsLock | Modifiers.NumLock;

    public static KeyChord Char(char character, Modifiers modifiers = Modifiers.None) => new(Key.Character, character, modifiers);

    public static KeyChord Ctrl(char character) => Char(character, Modifiers.Control);

    public static KeyChord Alt(char character) => Char(character, Modifiers.Alt);

    public static KeyChord Of(Key key, Modifiers modifiers = Modifiers.None) => new(key, 0, modifiers);

    /// <summary>True for a press of this key. Lock keys do not count; Shift does not count for a character, which already says it.</summary>
    public bool Matches(KeyInput input)
    {
        if (input.IsRelease || input.Key != Key)
        {
            return false;
        }

        var held = input.Modifiers & ~Locks;
        return Key == Key.Character
            ? (held & ~Modifiers.Shift) == (Modifiers & ~Modifiers.Shift) && CharacterOf(input) == CodePoint
            : held == Modifiers;
    }

    /// <summary>The character that a key types: with Shift reported apart from the letter (kitty keyboard protocol), the capital; with Control, the small letter.</summary>
    public static int CharacterOf(KeyInput input)
    {
        var code = input.CodePoint;
        if (!Rune.IsValid(code))
        {
            return 0xFFFD;
        }

        if ((input.Modifiers & Modifiers.Control) != Modifiers.None)
        {
            return code is >= 'A' and <= 'Z' ? code + 32 : code;
        }

        return (input.Modifiers & Modifiers.Shift) != Modifiers.None ? Rune.ToUpperInvariant(new Rune(code)).Value : code;
    }

    /// <summary>Reads <c>C-b</c>, <c>M-x</c>, <c>C-Space</c>, <c>F12</c>; modifiers are C- (Control), M- (Alt) and S- (Shift).</summary>
    public static bool TryParse(string text, out KeyChord chord)
    {
        chord = default;
        var modifiers = Modifiers.None;
        var rest = text.AsSpan().Trim();
        while (rest.Length > 2 && rest[1] == '-')
        {
            var modifier = char.ToUpperInvariant(rest[0]) switch
            {
                'C' => Modifiers.Control,
                'M' or 'A' => Modifiers.Alt,
                'S' => Modifiers.Shift,
                _ => Modifiers.None,
            };
            if (modifier == Modifiers.None)
            {
                return false;
            }

            modifiers |= modifier;
            rest = rest[2..];
        }

        if (rest.Equals("Space", StringComparison.OrdinalIgnoreCase))
        {
            chord = Char(' ', modifiers);
            return true;
        }

        if (Rune.DecodeFromUtf16(rest, out var rune, out var used) == System.Buffers.OperationStatus.Done && used == rest.Length && rune.Value > ' ')
        {
            var code = (modifiers & Modifiers.Control) != Modifiers.None ? Rune.ToLowerInvariant(rune).Value : rune.Value;
            chord = new KeyChord(Key.Character, code, modifiers);
            return true;
        }

        if (Enum.TryParse(rest, ignoreCase: true, out Key key) && key != Key.Character && !char.IsAsciiDigit(rest[0]))
        {
            chord = Of(key, modifiers);
            return true;
        }

        return false;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append((Modifiers & Modifiers.Control) != Modifiers.None ? "C-" : "");
        text.Append((Modifiers & Modifiers.Alt) != Modifiers.None ? "M-" : "");
        text.Append((Modifiers & Modifiers.Shift) != Modifiers.None ? "S-" : "");
        return Key switch
        {
            Key.Character when CodePoint == ' ' => text.Append("Space").ToString(),
            Key.Character => text.Append(new Rune(CodePoint).ToString()).ToString(),
            Key.Escape => text.Append("Esc").ToString(),
            _ => text.Append(Key.ToString()).ToString(),
        };
    }
}
