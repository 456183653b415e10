using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Orchestrator.Terminal.Screens;

/// <content>Colours that the program sets and asks for (OSC 4, 10-12, 104, 110-112). They are only remembered: cells name palette entries, and the outer terminal has its own.</content>
public sealed partial class Screen
{
    private const int ForegroundSlot = 256;
    private const int BackgroundSlot = 257;
    private const int CursorSlot = 258;
    private const int ColorSlots = 259;

    private uint[]? _palette; // what the program set, 0x01rrggbb; 0 where it set nothing

    private void Colors(int code, ReadOnlySpan<byte> rest, bool bell)
    {
        switch (code)
        {
            case 4:
                PaletteColors(rest, bell);
                break;
            case 10 or 11 or 12:
                // xterm: further parameters belong to the next dynamic colours.
                for (int slot = ForegroundSlot + code - 10; slot <= CursorSlot && !rest.IsEmpty; slot++, rest = After(rest))
                {
                    SetOrReport(slot, Before(rest), $"{slot - ForegroundSlot + 10}", bell);
                }

                break;
            case 104:
                ResetPalette(rest);
                break;
            default:
                _palette?.AsSpan(ForegroundSlot + code - 110, 1).Clear();
                break;
        }
    }

    private void PaletteColors(ReadOnlySpan<byte> rest, bool bell)
    {
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> number = Before(rest);
            rest = After(rest);
            if (Utf8Parser.TryParse(number, out int index, out int used) && used == number.Length && index is >= 0 and <= 255)
            {
                SetOrReport(index, Before(rest), $"4;{index}", bell);
            }

            rest = After(rest);
        }
    }

    private void ResetPalette(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            _palette?.AsSpan(0, 256).Clear();
        }

        for (; !rest.IsEmpty; rest = After(rest))
        {
            if (Utf8Parser.TryParse(Before(rest), out int index, out _) && index is >= 0 and <= 255)
            {
                _palette?.AsSpan(index, 1).Clear();
            }
        }
    }

    private void SetOrReport(int slot, ReadOnlySpan<byte> specification, string name, bool bell)
    {
        if (specification is [(byte)'?'])
        {
            uint color = _palette is { } set && set[slot] != 0 ? set[slot] : DefaultColor(slot);
            uint red = (color >> 16) & 255;
            uint green = (color >> 8) & 255;
            uint blue = color & 255;
            Reply($"\e]{name};rgb:{red * 257:x4}/{green * 257:x4}/{blue * 257:x4}{(bell ? "\a" : "\e\\")}");
        }
        else if (ParseColor(specification) is { } value)
        {
            _palette ??= new uint[ColorSlots];
            _palette[slot] = 0x0100_0000 | value;
        }
    }

    // xterm's palette: XTerm-col.ad for 0-15, 256colres.h for the cube and the greys.
    private static uint DefaultColor(int slot)
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
                uint grey = (uint)(8 + ((slot - 232) * 10));
                return (grey << 16) | (grey << 8) | grey;
            default:
                return slot == BackgroundSlot ? 0u : 0xFFFFFF;
        }

        static uint Level(int step) => step == 0 ? 0 : (uint)(55 + (step * 40));
    }

    // XParseColor: rgb:r/g/b with 1-4 digits, #rgb to #rrrrggggbbbb, and the names that are the same everywhere.
    private static uint? ParseColor(ReadOnlySpan<byte> specification)
    {
        if (specification.Length > 24)
        {
            return null;
        }

        string text = Encoding.Latin1.GetString(specification);
        if (text.StartsWith("rgb:", StringComparison.OrdinalIgnoreCase))
        {
            string[] parts = text[4..].Split('/');
            return parts.Length == 3 ? Join(parts[0], parts[1], parts[2], scale: true) : null;
        }

        if (text.StartsWith('#') && (text.Length - 1) % 3 == 0)
        {
            int digits = (text.Length - 1) / 3;
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
        if (digits.Length is < 1 or > 4 || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
        {
            return null;
        }

        // #rgb gives the high digits; rgb:r/g/b is a fraction of what its digits can hold.
        uint full = (1u << (4 * digits.Length)) - 1;
        return scale ? ((value * 255) + (full / 2)) / full : value << (16 - (4 * digits.Length)) >> 8;
    }
}
