using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Rendering;

/// <summary>Random pictures and random changes of them, from a seed.</summary>
internal sealed class RandomSurfaces(int seed)
{
    private readonly Random _random = new(seed);

    private static readonly string[] s_texts = ["e\u0301", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "\U0001F1E9\U0001F1EA", "\u2764\uFE0F"];

    public int Next(int limit) => _random.Next(limit);

    public void Change(Surface surface)
    {
        switch (_random.Next(6))
        {
            case 0: // a cell
                Put(surface, _random.Next(surface.Size.Columns), _random.Next(surface.Size.Rows), Style());
                break;
            case 1: // a run in one style
                Style style = Style();
                int y = _random.Next(surface.Size.Rows);
                for (int x = _random.Next(surface.Size.Columns), end = x + _random.Next(30); x < end && x < surface.Size.Columns; x++)
                {
                    Put(surface, x, y, style);
                }

                break;
            case 2: // a blank rectangle
                surface.Fill(
                    new Rect(_random.Next(surface.Size.Columns), _random.Next(surface.Size.Rows), _random.Next(surface.Size.Columns), _random.Next(4)),
                    _random.Next(2) == 0 ? default : Style());
                break;
            case 3: // scroll up by a line
                for (int row = 1; row < surface.Size.Rows; row++)
                {
                    surface.Row(row).CopyTo(surface.Row(row - 1));
                }

                break;
            case 4:
                surface.Cursor = _random.Next(4) == 0 ? null : new CursorPosition(_random.Next(surface.Size.Rows), _random.Next(surface.Size.Columns));
                surface.CursorShape = (CursorShape)_random.Next(7);
                break;
            default: // anything at all in a row: half wide characters, controls
                Span<Cell> cells = surface.Row(_random.Next(surface.Size.Rows));
                cells[_random.Next(cells.Length)] = new Cell
                {
                    CodePoint = _random.Next(3) == 0 ? _random.Next(0x100) : _random.Next(0x110000),
                    Cluster = _random.Next(4) == 0 ? "a\e]2;x\a" : null,
                    Width = (byte)_random.Next(3),
                    Style = Style(),
                };
                break;
        }
    }

    public Style Style() => _random.Next(3) == 0 ? default : new Style
    {
        Foreground = Color(),
        Background = Color(),
        UnderlineColor = _random.Next(4) == 0 ? Color() : default,
        Attributes = _random.Next(3) == 0 ? (Attributes)_random.Next(1 << 9) : Attributes.None,
        Underline = _random.Next(4) == 0 ? (UnderlineStyle)_random.Next(6) : UnderlineStyle.None,
    };

    private Terminal.Screens.Color Color() => _random.Next(3) switch
    {
        0 => default,
        1 => Terminal.Screens.Color.Indexed((byte)_random.Next(_random.Next(2) == 0 ? 16 : 256)),
        _ => Terminal.Screens.Color.Rgb((byte)_random.Next(256), (byte)_random.Next(256), (byte)_random.Next(256)),
    };

    private void Put(Surface surface, int x, int y, Style style)
    {
        Span<Cell> row = surface.Row(y);
        surface.Fill(new Rect(x, y, 1, 1), default); // splits wide cells
        int kind = _random.Next(10);
        if (kind < 6)
        {
            row[x] = Cell.Of((char)(' ' + _random.Next(95)), style);
        }
        else if (kind == 6)
        {
            row[x] = new Cell { CodePoint = 0x2500 + _random.Next(0x80), Style = style, Width = 1 };
        }
        else if (kind == 7)
        {
            row[x] = new Cell { CodePoint = 'e', Cluster = s_texts[0], Style = style, Width = 1 };
        }
        else if (x + 1 < row.Length)
        {
            surface.Fill(new Rect(x + 1, y, 1, 1), default);
            string? cluster = kind == 8 ? s_texts[1 + _random.Next(3)] : null;
            row[x] = new Cell { CodePoint = char.IsSurrogate(cluster?[0] ?? default) ? char.ConvertToUtf32(cluster!, 0) : cluster?[0] ?? 0x6f22, Cluster = cluster, Style = style, Width = 2 };
            row[x + 1] = new Cell { Style = style, Width = 0 };
        }
    }
}
