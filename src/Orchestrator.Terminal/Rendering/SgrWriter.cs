using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Rendering;

/// <summary>Writes SGR (ECMA-48 8.3.117, xterm ctlseqs) from one style to another in as few bytes as it can.</summary>
internal static class SgrWriter
{
    /// <remarks>Links are no matter of SGR: they are not looked at.</remarks>
    public static void Write(FrameBytes output, in Style from, in Style to)
    {
        if (IsSame(to, from))
        {
            return;
        }

        if (IsSame(to, default))
        {
            output.Add("\e[m"u8);
            return;
        }

        var start = output.Length;
        WriteChanges(output, from, to);
        var turnsOff = (from.Attributes & ~to.Attributes) != Attributes.None
            || (from.Underline != UnderlineStyle.None && to.Underline == UnderlineStyle.None)
            || (!from.Foreground.IsDefault && to.Foreground.IsDefault)
            || (!from.Background.IsDefault && to.Background.IsDefault)
            || (!from.UnderlineColor.IsDefault && to.UnderlineColor.IsDefault);
        if (!turnsOff)
        {
            return;
        }

        // Switching off one by one or all at once and on again: whichever is shorter.
        var changes = output.Length - start;
        output.Add("\e[;"u8); // an empty parameter is 0
        WriteParameters(output, default, to);
        Finish(output);
        var reset = output.Length - start - changes;
        if (reset < changes)
        {
            var shorter = output.Span[(start + changes)..];
            Span<byte> copy = stackalloc byte[shorter.Length];
            shorter.CopyTo(copy);
            output.Truncate(start);
            output.Add(copy);
        }
        else
        {
            output.Truncate(start + changes);
        }
    }

    /// <summary>True for styles that differ in their link at most.</summary>
    public static bool IsSame(in Style a, in Style b) =>
        a.Foreground == b.Foreground && a.Background == b.Background && a.Attributes == b.Attributes
        && a.Underline == b.Underline && a.UnderlineColor == b.UnderlineColor;

    private static void WriteChanges(FrameBytes output, in Style from, in Style to)
    {
        output.Add("\e["u8);
        WriteParameters(output, from, to);
        Finish(output);
    }

    // Every parameter ends with a semicolon; the last becomes the final byte.
    private static void Finish(FrameBytes output)
    {
        output.Truncate(output.Length - 1);
        output.Add((byte)'m');
    }

    private static void WriteParameters(FrameBytes output, in Style from, in Style to)
    {
        var off = from.Attributes & ~to.Attributes;
        var on = to.Attributes & ~from.Attributes;
        const Attributes Intensity = Attributes.Bold | Attributes.Dim;
        if ((off & Intensity) != Attributes.None)
        {
            output.Add("22;"u8); // switches off both, so what stays is switched on again
            on |= to.Attributes & Intensity;
        }

        Toggle(output, on, off, Attributes.Bold, "1;"u8, default);
        Toggle(output, on, off, Attributes.Dim, "2;"u8, default);
        Toggle(output, on, off, Attributes.Italic, "3;"u8, "23;"u8);
        Toggle(output, on, off, Attributes.Blink, "5;"u8, "25;"u8);
        Toggle(output, on, off, Attributes.Inverse, "7;"u8, "27;"u8);
        Toggle(output, on, off, Attributes.Hidden, "8;"u8, "28;"u8);
        Toggle(output, on, off, Attributes.Strike, "9;"u8, "29;"u8);
        Toggle(output, on, off, Attributes.Overline, "53;"u8, "55;"u8);
        if (to.Underline != from.Underline)
        {
            output.Add(to.Underline switch
            {
                UnderlineStyle.None => "24;"u8,
                UnderlineStyle.Single => "4;"u8,
                UnderlineStyle.Double => "4:2;"u8,
                UnderlineStyle.Curly => "4:3;"u8,
                UnderlineStyle.Dotted => "4:4;"u8,
                _ => "4:5;"u8,
            });
        }

        WriteColor(output, from.Foreground, to.Foreground, 30);
        WriteColor(output, from.Background, to.Background, 40);
        if (to.UnderlineColor != from.UnderlineColor)
        {
            WriteUnderlineColor(output, to.UnderlineColor);
        }
    }

    private static void Toggle(FrameBytes output, Attributes on, Attributes off, Attributes which, ReadOnlySpan<byte> onBytes, ReadOnlySpan<byte> offBytes)
    {
        if ((on & which) != Attributes.None)
        {
            output.Add(onBytes);
        }
        else if ((off & which) != Attributes.None)
        {
            output.Add(offBytes);
        }
    }

    /// <param name="first">30 for the text, 40 for the background.</param>
    private static void WriteColor(FrameBytes output, Color from, Color to, int first)
    {
        if (from == to)
        {
            return;
        }

        if (to.IsRgb)
        {
            output.AddNumber(first + 8);
            output.Add(";2;"u8);
            AddByte(output, to.Red);
            AddByte(output, to.Green);
            AddByte(output, to.Blue);
        }
        else if (to.IsDefault)
        {
            AddByte(output, first + 9);
        }
        else if (to.Index < 8)
        {
            AddByte(output, first + to.Index);
        }
        else if (to.Index < 16)
        {
            AddByte(output, first + 60 + to.Index - 8); // aixterm 90-97, 100-107
        }
        else
        {
            output.AddNumber(first + 8);
            output.Add(";5;"u8);
            AddByte(output, to.Index);
        }
    }

    // Colons (ITU T.416): where 58 is unknown the whole parameter is skipped, with semicolons its parts would be read as attributes.
    private static void WriteUnderlineColor(FrameBytes output, Color color)
    {
        if (color.IsDefault)
        {
            output.Add("59;"u8);
        }
        else if (color.IsRgb)
        {
            output.Add("58:2::"u8);
            output.AddNumber(color.Red);
            output.Add((byte)':');
            output.AddNumber(color.Green);
            output.Add((byte)':');
            AddByte(output, color.Blue);
        }
        else
        {
            output.Add("58:5:"u8);
            AddByte(output, color.Index);
        }
    }

    private static void AddByte(FrameBytes output, int value)
    {
        output.AddNumber(value);
        output.Add((byte)';');
    }
}
