using System.Buffers;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Input;

/// <summary>
/// xterm's modifyOtherKeys: CSI 27 ; modifiers ; code ~, or with formatOtherKeys CSI code ; modifiers u. Level 1 is for keys whose modifiers have no
/// bytes of their own, level 2 for all. The rules are those of the recorded table, xterm's oddities with them.
/// </summary>
internal static class OtherKeys
{
    private const Modifiers AsEscape = Modifiers.Alt | Modifiers.Super;

    /// <summary>False, and nothing appended, for a key that has its bytes of old.</summary>
    public static bool TryEncode(KeyInput key, ScreenModes modes, IBufferWriter<byte> output)
    {
        var held = KeyEncoder.Of(key);
        // A capital that came with Alt or Control was made with Shift.
        if (key.Key == Key.Character && held != Modifiers.None && key.Unshifted == 0 && KeyText.Lower(key.CodePoint) != key.CodePoint)
        {
            held |= Modifiers.Shift;
        }

        if (modes.ModifyOtherKeys == 0 || held == Modifiers.None)
        {
            return false;
        }

        var code = key.Key switch
        {
            Key.Enter => '\r',
            Key.Tab => '\t',
            Key.Backspace => KeyEncoder.BackspaceCode(key, modes),
            Key.Escape => 0x1b,
            Key.Character => KeyText.Typed(key),
            _ => 0,
        };
        if (code == 0 || !(modes.ModifyOtherKeys == 1 ? IsForLevel1(key.Key, code, ref held) : IsForLevel2(key.Key, code, held)))
        {
            return false;
        }

        if (modes.FormatOtherKeys)
        {
            output.Write("\e["u8);
            output.WriteNumber(code);
            output.WriteByte((byte)';');
            output.WriteNumber(held.Parameter());
            output.WriteByte((byte)'u');
        }
        else
        {
            output.Write("\e[27;"u8);
            output.WriteNumber(held.Parameter());
            output.WriteByte((byte)';');
            output.WriteNumber(code);
            output.WriteByte((byte)'~');
        }

        return true;
    }

    // Alt and Meta are told by ESC here, and leave the parameter. With them Enter and Tab know no Control, and Escape is told only with others.
    private static bool IsForLevel1(Key key, int code, ref Modifiers held)
    {
        var escapes = (held & AsEscape) != Modifiers.None;
        held &= ~AsEscape;
        switch (key)
        {
            case Key.Enter or Key.Tab:
                held &= escapes ? Modifiers.Shift : held;
                return held != Modifiers.None && (key == Key.Enter || escapes || held != Modifiers.Shift); // Shift+Tab is CSI Z
            case Key.Escape:
                return escapes && held != Modifiers.None;
            case Key.Character when (held & Modifiers.Control) != Modifiers.None:
                return KeyEncoder.ControlCode(code) is null || (code == ' ' && escapes && held != Modifiers.Control);
            default:
                return false;
        }
    }

    private static bool IsForLevel2(Key key, int code, Modifiers held) => key switch
    {
        Key.Backspace => held != Modifiers.Control,
        // Shift alone only where Control would give a code: from @ on, and the blank.
        Key.Character when held == Modifiers.Shift => code is ' ' or (>= '@' and <= '~'),
        _ => true,
    };
}
