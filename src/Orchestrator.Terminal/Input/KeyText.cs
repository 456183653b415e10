using System.Text;

namespace Orchestrator.Terminal.Input;

/// <summary>The character that a key types, from what is known of it.</summary>
internal static class KeyText
{
    /// <summary>The character with Shift and CapsLock as they were held; of a text with several code points the first.</summary>
    public static int Typed(KeyInput key)
    {
        if (key.Text is { Length: > 0 } text)
        {
            return Rune.GetRuneAt(text, 0).Value;
        }

        var shift = (key.Held & Modifiers.Shift) != Modifiers.None;
        var unshifted = key.Unshifted != 0 ? key.Unshifted : key.CodePoint;
        var upper = Upper(unshifted);
        if (upper != unshifted && (key.Held & Modifiers.CapsLock) != Modifiers.None)
        {
            shift = !shift;
        }

        return !shift ? unshifted : key.Shifted != 0 ? key.Shifted : upper;
    }

    public static int Upper(int code) => Rune.IsValid(code) ? Rune.ToUpperInvariant(new Rune(code)).Value : code;

    public static int Lower(int code) => Rune.IsValid(code) ? Rune.ToLowerInvariant(new Rune(code)).Value : code;
}
