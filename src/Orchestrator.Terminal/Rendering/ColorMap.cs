using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Rendering;

/// <summary>Colours and attributes brought down to what a terminal shows.</summary>
internal static class ColorMap
{
    // xterm's defaults for 0-15 (XTerm-col.ad).
    private static ReadOnlySpan<byte> Ansi =>
    [
        0, 0, 0, 205, 0, 0, 0, 205, 0, 205, 205, 0, 0, 0, 238, 205, 0, 205, 0, 205, 205, 229, 229, 229,
        127, 127, 127, 255, 0, 0, 0, 255, 0, 255, 255, 0, 92, 92, 255, 255, 0, 255, 0, 255, 255, 255, 255, 255,
    ];

    // xterm 256colres.h: the cube's levels; 232-255 are the greys 8, 18 ... 238.
    private static ReadOnlySpan<byte> Levels => [0, 95, 135, 175, 215, 255];

    private const int CubeStart = 16;
    private const int GreyStart = 232;

    /// <summary>The style as the terminal can show it.</summary>
    public static Style Map(in Style style, OuterTerminal outer)
    {
        var underlined = style.Underline != UnderlineStyle.None;
        return style with
        {
            Foreground = Map(style.Foreground, outer.Colors),
            Background = Map(style.Background, outer.Colors),
            UnderlineColor = underlined && outer.ExtendedUnderline ? Map(style.UnderlineColor, outer.Colors) : Color.Default,
            Underline = underlined && !outer.ExtendedUnderline ? UnderlineStyle.Single : style.Underline,
            Attributes = style.Attributes & ~Attributes.Protected, // a matter of the pane's own erasing, not of its look
            Link = style.Link is { } link && outer.Hyperlinks && FrameRenderer.IsSafe(link) ? link : null,
        };
    }

    public static Color Map(Color color, ColorDepth depth)
    {
        if (color.IsDefault || depth == ColorDepth.TrueColor)
        {
            return color;
        }

        if (depth == ColorDepth.None)
        {
            return Color.Default;
        }

        if (color.IsRgb)
        {
            return Color.Indexed(depth == ColorDepth.Palette256
                ? Nearest256(color.Red, color.Green, color.Blue)
                : NearestAnsi(color.Red, color.Green, color.Blue));
        }

        if (depth == ColorDepth.Palette256 || color.Index < CubeStart)
        {
            return color;
        }

        (var red, var green, var blue) = OfPalette(color.Index);
        return Color.Indexed(NearestAnsi(red, green, blue));
    }

    private static (int Red, int Green, int Blue) OfPalette(int index)
    {
        if (index >= GreyStart)
        {
            var grey = 8 + (10 * (index - GreyStart));
            return (grey, grey, grey);
        }

        var cube = index - CubeStart;
        return (Levels[cube / 36], Levels[cube / 6 % 6], Levels[cube % 6]);
    }

    private static byte Nearest256(int red, int green, int blue)
    {
        var r = NearestLevel(red);
        var g = NearestLevel(green);
        var b = NearestLevel(blue);
        var cubeDistance = Distance(red, green, blue, Levels[r], Levels[g], Levels[b]);

        var step = Math.Clamp((((red + green + blue) / 3) - 3) / 10, 0, 23);
        var grey = 8 + (10 * step);
        return Distance(red, green, blue, grey, grey, grey) < cubeDistance
            ? (byte)(GreyStart + step)
            : (byte)(CubeStart + (36 * r) + (6 * g) + b);
    }

    private static int NearestLevel(int value) => value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;

    private static byte NearestAnsi(int red, int green, int blue)
    {
        var best = 0;
        var bestDistance = int.MaxValue;
        for (var i = 0; i < 16; i++)
        {
            var distance = Distance(red, green, blue, Ansi[i * 3], Ansi[(i * 3) + 1], Ansi[(i * 3) + 2]);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (i, distance);
            }
        }

        return (byte)best;
    }

    private static int Distance(int r1, int g1, int b1, int r2, int g2, int b2) =>
        ((r1 - r2) * (r1 - r2)) + ((g1 - g2) * (g1 - g2)) + ((b1 - b2) * (b1 - b2));
}
