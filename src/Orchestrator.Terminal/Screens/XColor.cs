using System.Globalization;
using System.Text;

namespace Orchestrator.Terminal.Screens;

/// <summary>
/// Colours as xterm numbers, spells and has them: the palette in slots 0 to 255, the dynamic colours behind it. A value is 0xrrggbb.
/// </summary>
internal static class XColor
{
    public const int Foreground = 256;
    public const int Background = 257;
    public const int Cursor = 258;

    /// <summary>How many slots there are.</summary>
    public const int Count = 259;

    // xterm's palette: XTerm-col.ad for 0-15, 256colres.h for the cube and the greys.
    public static uint Default(int slot)
    {
        ReadOnlySpan<uint> basic =
        [
            0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
            0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
        ];
        switch (slot)
        {
            case < 16:
                return basic[slot];
            case < 232:
                return (Level((slot - 16) / 36) << 16) | (Level((slot - 16) / 6 % 6) << 8) | Level((slot - 16) % 6);
            case < 256:
                var grey = (uint)(8 + ((slot - 232) * 10));
                return (grey << 16) | (grey << 8) | grey;
            default:
                return slot == Background ? 0u : 0xFFFFFF;
        }

        static uint Level(int step) => step == 0 ? 0 : (uint)(55 + (step * 40));
    }

    // XParseColor: rgb:r/g/b with 1-4 digits, #rgb to #rrrrggggbbbb, and the names that are the same everywhere.
    public static uint? Parse(ReadOnlySpan<byte> specification)
    {
        if (specification.Length > 24)
        {
            return null;
        }

        var text = Encoding.Latin1.GetString(specification);
        if (text.StartsWith("rgb:", StringComparison.OrdinalIgnoreCase))
        {
            var parts = text[4..].Split('/');
            return parts.Length == 3 ? Join(parts[0], parts[1], parts[2], scale: true) : null;
        }

        if (text.StartsWith('#') && (text.Length - 1) % 3 == 0)
        {
            var digits = (text.Length - 1) / 3;
            return Join(text.Substring(1, digits), text.Substring(1 + digits, digits), text.Substring(1 + (2 * digits), digits), scale: false);
        }

        return text.ToUpperInvariant() switch
        {
            "BLACK" => 0x000000,
            "RED" => 0xFF0000,
            "GREEN" => 0x00FF00,
            "YELLOW" => 0xFFFF00,
            "BLUE" => 0x0000FF,
            "MAGENTA" => 0xFF00FF,
            "CYAN" => 0x00FFFF,
            "WHITE" => 0xFFFFFF,
            _ => null,
        };
    }

    private static uint? Join(string red, string green, string blue, bool scale) =>
        Part(red, scale) is { } r && Part(green, scale) is { } g && Part(blue, scale) is { } b ? (r << 16) | (g << 8) | b : null;

    private static uint? Part(string digits, bool scale)
    {
        if (digits.Length is < 1 or > 4 || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        // #rgb gives the high digits; rgb:r/g/b is a fraction of what its digits can hold.
        var full = (1u << (4 * digits.Length)) - 1;
        return scale ? ((value * 255) + (full / 2)) / full : value << (16 - (4 * digits.Length)) >> 8;
    }
}
