using System.Text;
using Orchestrator.Terminal.Vt;

namespace Orchestrator.Terminal.Input;

/// <content>Keys that a protocol tells apart: xterm's modifyOtherKeys in both its formats, and kitty's.</content>
public sealed partial class InputDecoder
{
    // CSI number : shifted : base ; modifiers : event ; text : text ... u. xterm's formatOtherKeys and tmux say CSI character ; modifiers u.
    private static KeyInput? KittyKey(CsiParameters numbers, ReadOnlySpan<byte> raw)
    {
        var number = numbers.Get(0, -1);
        if (numbers.Count > 3 || !TryModifiers(numbers, 1, out var held, out var kind))
        {
            return null;
        }

        var text = TextOf(numbers);

        if (KeyTables.TryKitty(number, out var key, out var isKeypad))
        {
            return new KeyInput(key, key == Key.Private ? number : 0, held & ~Locks, raw.ToArray())
            {
                Held = held,
                IsRepeat = kind == RepeatEvent,
                IsRelease = kind == ReleaseEvent,
                IsKeypad = isKeypad,
                Text = text,
            };
        }

        if (number == 0 && text is not null)
        {
            number = Rune.GetRuneAt(text, 0).Value; // text of an input method, which is no key
        }

        if (number < ' ' || !Rune.IsValid(number))
        {
            return null;
        }

        // A capital is the character that Shift made, in xterm's form: kitty names the key.
        var isCharacter = numbers.Count == 2 && raw.IndexOf((byte)':') < 0 && (held & Modifiers.Shift) != Modifiers.None && Rune.ToLowerInvariant(new Rune(number)).Value != number;
        var unshifted = isCharacter ? Rune.ToLowerInvariant(new Rune(number)).Value : number;
        var shifted = isCharacter ? number : CharacterOr0(numbers.Get(0, 0, part: 1));
        return ForBindings(Character(unshifted, shifted, held, raw) with
        {
            BaseKey = CharacterOr0(numbers.Get(0, 0, part: 2)),
            Text = text,
            IsRepeat = kind == RepeatEvent,
            IsRelease = kind == ReleaseEvent,
        });
    }

    // CSI 27 ; modifiers ; character ~: the character as typed, Shift and all.
    private static KeyInput? ModifyOtherKey(CsiParameters numbers, ReadOnlySpan<byte> raw)
    {
        var number = numbers.Get(2, -1);
        if (!TryModifiers(numbers, 1, out var held, out _))
        {
            return null;
        }

        if (KeyTables.TryKeysym(number, out var key) || KeyTables.TryKitty(number, out key, out _))
        {
            return new KeyInput(key, key == Key.Private ? number : 0, held & ~Locks, raw.ToArray()) { Held = held };
        }

        if (number < ' ' || !Rune.IsValid(number))
        {
            return null;
        }

        if ((held & Modifiers.Shift) == Modifiers.None)
        {
            return ForBindings(Character(number, 0, held, raw));
        }

        // Of a letter the key is known, of '!' only what Shift made of it.
        var lower = Rune.ToLowerInvariant(new Rune(number)).Value;
        return ForBindings(Character(lower != number ? lower : 0, number, held, raw));
    }

    private static KeyInput Character(int unshifted, int shifted, Modifiers held, ReadOnlySpan<byte> raw) =>
        new(Key.Character, unshifted != 0 ? unshifted : shifted, held & ~Locks, raw.ToArray()) { Held = held, Unshifted = unshifted, Shifted = shifted };

    /// <summary>Makes of the key what bindings compare: the text without Shift where there is text, else the key with all its modifiers.</summary>
    private static KeyInput ForBindings(KeyInput key)
    {
        if ((key.Modifiers & ~Modifiers.Shift) != Modifiers.None)
        {
            // Ctrl with a Cyrillic letter is meant as Ctrl with the key at its place.
            return key.CodePoint >= 0x80 && key.BaseKey is > ' ' and < 0x7f ? key with { CodePoint = key.BaseKey } : key;
        }

        var typed = KeyText.Typed(key);
        var isTold = typed != key.Unshifted || key.Shifted != 0 || key.Text is not null;
        // Shift is in the character, as it is in a legacy key; where it is not (a digit whose shifted form we do not know), it stays.
        return key with { CodePoint = typed, Modifiers = isTold ? Modifiers.None : key.Modifiers };
    }

    private static KeyInput? Modified(Key key, CsiParameters numbers, ReadOnlySpan<byte> raw) =>
        numbers.Count <= 3 && TryModifiers(numbers, 1, out var held, out var kind)
            ? new KeyInput(key, 0, held & ~Locks, raw.ToArray()) { Held = held, IsRepeat = kind == RepeatEvent, IsRelease = kind == ReleaseEvent }
            : null;

    private const int RepeatEvent = 2;
    private const int ReleaseEvent = 3;

    // A binding is the same with NumLock on.
    private const Modifiers Locks = Modifiers.CapsLock | Modifiers.NumLock;

    // The parameter is the bits plus one; after a colon the event type.
    private static bool TryModifiers(CsiParameters numbers, int index, out Modifiers held, out int kind)
    {
        var parameter = numbers.Get(index, 1);
        kind = numbers.Get(index, 1, part: 1);
        held = (Modifiers)(byte)(parameter - 1);
        return parameter is >= 1 and <= 256 && kind is >= 1 and <= ReleaseEvent;
    }

    // The third parameter: code points between colons. A control among them, or what is no character, is none.
    private static string? TextOf(CsiParameters numbers)
    {
        if (numbers.Count < 3)
        {
            return null;
        }

        var builder = new StringBuilder();
        for (var part = 0; numbers.Get(2, 0, part) is not 0 and int code; part++)
        {
            if (code < ' ' || code is >= 0x7f and <= 0x9f || !Rune.IsValid(code))
            {
                return null;
            }

            builder.Append(new Rune(code).ToString());
        }

        return builder.Length > 0 ? builder.ToString() : null;
    }

    private static int CharacterOr0(int code) => code > ' ' && Rune.IsValid(code) ? code : 0;
}
