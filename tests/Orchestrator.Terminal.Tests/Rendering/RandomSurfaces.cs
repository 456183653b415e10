using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Rendering;

/// <summary>Random pictures and random changes of them, from a seed.</summary>
internal sealed class RandomSurfaces(int seed)
{
    private readonly Random _random = new(seed);

    // By their widths in clusters. Ambiguous, accented, symbols that are emoji elsewhere, marks that came late (1ACE, Unicode 14), scripts, wide of old and of late.
    private static readonly string[] Texts =
    [
        "\u2500", "\u2588", "\u00e9", "\u044f", "\u2026", "\u2733", "\u2714", "\u2764", "\u280b", "e\u0301", "x\u1ace", "\u0e01\u0e33", "\u0915\u094d",
        "\u6f22", "\uac00", "\uff21", "\U00020000", "\U0001f600", "\U0001fae8", "\u231a", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "\U0001F1E9\U0001F1EA",
        "\u2764\uFE0F", "1\uFE0F\u20E3", "\U0001F44D\U0001F3FD", "\U0001F3F4\U000E0067\U000E0062\U000E007F",
    ];

    // What every Unicode version since 9 measures alike, and no terminal joins.
    private static readonly string[] PlainTexts =
        ["\u2500", "\u2588", "\u00e9", "\u044f", "\u2026", "\u2733", "\u2714", "\u280b", "e\u0301", "o\u0308\u0323", "\u6f22", "\uac00", "\uff21", "\U00020000", "\U0001f600", "\u231a", "\u3042"];

    private static readonly string[] Uris = ["https://example.org/a", "http://example.org/b?c=d", "file:///tmp/x", "https://example.org/a"];

    /// <summary>Every cell has the width that our own Unicode data gives its text.</summary>
    public bool Honest { get; init; }

    /// <summary>No clusters but combining marks, no width that depends on the Unicode version, nothing that is not text.</summary>
    public bool Plain { get; init; }

    public int Next(int limit) => _random.Next(limit);

    public void Change(Surface surface)
    {
        switch (_random.Next(6))
        {
            case 0: // a cell
                Put(surface, _random.Next(surface.Size.Columns), _random.Next(surface.Size.Rows), Style());
                break;
            case 1: // a run in one style
                var style = Style();
                var y = _random.Next(surface.Size.Rows);
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
                for (var row = 1; row < surface.Size.Rows; row++)
                {
                    surface.Row(row).CopyTo(surface.Row(row - 1));
                }

                break;
            case 4:
                surface.Cursor = _random.Next(4) == 0 ? null : new CursorPosition(_random.Next(surface.Size.Rows), _random.Next(surface.Size.Columns));
                surface.CursorShape = (CursorShape)_random.Next(7);
                break;
            case 5 when Plain || Honest:
                surface.DrawText(_random.Next(surface.Size.Columns), _random.Next(surface.Size.Rows), "a " + Text() + " b", Style(), surface.Bounds);
                break;
            default: // anything at all in a row: half wide characters, controls
                var cells = surface.Row(_random.Next(surface.Size.Rows));
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
        Link = _random.Next(5) == 0 ? Link() : null,
    };

    private Hyperlink Link() => new(Uris[_random.Next(Uris.Length)], _random.Next(2) == 0 ? "" : "id of the program's own");

    private string Text() => Plain ? PlainTexts[_random.Next(PlainTexts.Length)] : Texts[_random.Next(Texts.Length)];

    private Terminal.Screens.Color Color() => _random.Next(3) switch
    {
        0 => default,
        1 => Terminal.Screens.Color.Indexed((byte)_random.Next(_random.Next(2) == 0 ? 16 : 256)),
        _ => Terminal.Screens.Color.Rgb((byte)_random.Next(256), (byte)_random.Next(256), (byte)_random.Next(256)),
    };

    private void Put(Surface surface, int x, int y, Style style)
    {
        if (_random.Next(10) < 6)
        {
            surface.DrawText(x, y, ((char)(' ' + _random.Next(95))).ToString(), style, surface.Bounds);
            return;
        }

        surface.DrawText(x, y, Text(), style, surface.Bounds);
        if (!Plain && !Honest && _random.Next(6) == 0 && surface.Row(y)[x] is { Width: 1, Cluster: null })
        {
            // As a pane without mode 2027 has it: the heart takes one column, and the selector none.
            surface.Row(y)[x] = new Cell { CodePoint = 0x2764, Cluster = "\u2764\ufe0f", Style = style, Width = 1 };
        }
    }
}
