using System.Buffers.Text;

namespace Orchestrator.Terminal.Screens;

/// <content>
/// Colours that the program sets and asks for (OSC 4, 10-12, 104, 110-112). What it sets is only remembered: cells name palette entries, and the outer
/// terminal has its own. What it has not set is answered as the outer terminal has it (<see cref="OuterColors"/>).
/// </content>
public sealed partial class Screen
{
    private uint[]? _palette; // what the program set, 0x01rrggbb; 0 where it set nothing
    private ScreenColors? _outerColors;

    /// <summary>
    /// The colours of the terminal that shows this screen. Null while they are not known: answers about them wait then, and all that follow them, because a
    /// program takes a later answer for a sign that an earlier question is not answered. A change is told to a program that wants to hear of it (mode 2031).
    /// </summary>
    public ScreenColors? OuterColors
    {
        get => _outerColors;
        set
        {
            var isChange = _outerColors is not null && value is not null && !_outerColors.Equals(value);
            _outerColors = value;
            if (value is not null)
            {
                ReplyWhatWaited(value);
            }

            if (isChange && _colorSchemeReports)
            {
                ReportColorScheme();
            }
        }
    }

    private void Colors(int code, ReadOnlySpan<byte> rest, bool bell)
    {
        switch (code)
        {
            case 4:
                PaletteColors(rest, bell);
                break;
            case 10 or 11 or 12:
                // xterm: further parameters belong to the next dynamic colours.
                for (var slot = XColor.Foreground + code - 10; slot <= XColor.Cursor && !rest.IsEmpty; slot++, rest = After(rest))
                {
                    SetOrReport(slot, Before(rest), $"{slot - XColor.Foreground + 10}", bell);
                }

                break;
            case 104:
                ResetPalette(rest);
                break;
            default:
                _palette?.AsSpan(XColor.Foreground + code - 110, 1).Clear();
                break;
        }
    }

    private void PaletteColors(ReadOnlySpan<byte> rest, bool bell)
    {
        while (!rest.IsEmpty)
        {
            var number = Before(rest);
            rest = After(rest);
            if (Utf8Parser.TryParse(number, out int index, out var used) && used == number.Length && index is >= 0 and <= 255)
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
            if (_palette is { } set && set[slot] != 0)
            {
                Reply(ColorAnswer(set[slot], name, bell));
            }
            else
            {
                ReplyAbout(colors => ColorAnswer(colors[slot], name, bell));
            }
        }
        else if (XColor.Parse(specification) is { } value)
        {
            _palette ??= new uint[XColor.Count];
            _palette[slot] = 0x0100_0000 | value;
        }
    }

    private static string ColorAnswer(uint color, string name, bool bell)
    {
        var red = (color >> 16) & 255;
        var green = (color >> 8) & 255;
        var blue = color & 255;
        return $"\e]{name};rgb:{red * 257:x4}/{green * 257:x4}/{blue * 257:x4}{(bell ? "\a" : "\e\\")}";
    }

    // https://contour-terminal.org/vt-extensions/color-palette-update-notifications/
    private void ReportColorScheme() => ReplyAbout(static colors => $"\e[?997;{(colors.IsLight ? 2 : 1)}n");
}
