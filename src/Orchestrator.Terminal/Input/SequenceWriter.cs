using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Orchestrator.Terminal.Input;

/// <summary>The pieces that sequences are made of.</summary>
internal static class SequenceWriter
{
    public static void WriteByte(this IBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public static void WriteNumber(this IBufferWriter<byte> output, int value)
    {
        const int MaxDigits = 11;
        Utf8Formatter.TryFormat(value, output.GetSpan(MaxDigits), out var written);
        output.Advance(written);
    }

    /// <summary>Nothing for 0.</summary>
    public static void WriteNumberIf(this IBufferWriter<byte> output, int value)
    {
        if (value != 0)
        {
            output.WriteNumber(value);
        }
    }

    public static void WriteText(this IBufferWriter<byte> output, string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            output.WriteRune(rune.Value);
        }
    }

    public static void WriteRune(this IBufferWriter<byte> output, int codePoint)
    {
        const int MaxUtf8 = 4;
        output.Advance(new Rune(codePoint).EncodeToUtf8(output.GetSpan(MaxUtf8)));
    }

    /// <summary>xterm's and kitty's modifier parameter.</summary>
    public static int Parameter(this Modifiers modifiers) => 1 + (int)modifiers;
}
