using System.Globalization;
using System.Text;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Rendering;

/// <summary>What a terminal does with a wide character that does not fit into the last column, without autowrap.</summary>
internal enum AtTheEdge
{
    /// <summary>Puts it one column further left (VTE).</summary>
    MovesLeft,

    /// <summary>Leaves it out (tmux).</summary>
    Drops,

    /// <summary>Cuts it.</summary>
    Cuts,
}

/// <summary>
/// A terminal that knows only what a renderer may send, and throws at anything else. It measures characters as it is told to, one by one or in clusters;
/// its wide characters lose their other half when one is overwritten, as in real terminals.
/// </summary>
internal sealed class ReplayTerminal(int columns, int rows, bool backColorErase = true)
{
    private readonly ShownCell[,] _cells = Blank(columns, rows);
    private Style _style;
    private bool _pendingWrap;
    private (int Row, int Column)? _lastPrinted;

    /// <summary>What a cell shows. The right half of a wide character is empty and points to the left.</summary>
    public readonly record struct ShownCell(string Text, Style Style, bool IsWide = false);

    public int Row { get; private set; }

    public int Column { get; private set; }

    public bool CursorVisible { get; private set; } = true;

    public int Shape { get; private set; }

    /// <summary>Columns of a code point; 0 joins what is before it. Not asked for ASCII.</summary>
    public Func<int, int> Measure { get; init; } = codePoint => Graphemes.Width(new Rune(codePoint).ToString());

    /// <summary>Columns of a whole cluster; null for a terminal that adds up code points.</summary>
    public Func<string, int>? MeasureCluster { get; init; }

    public AtTheEdge Edge { get; init; }

    public ShownCell this[int row, int column] => _cells[row, column];

    /// <summary>True while a link is open: never at the end of a frame.</summary>
    public bool LinkIsOpen => _style.Link is not null;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '\e')
            {
                at = Sequence(text, at + 1);
            }
            else if (c < ' ')
            {
                Control(c);
                at++;
            }
            else
            {
                var element = MeasureCluster is null ? Rune.GetRuneAt(text, at).ToString() : StringInfo.GetNextTextElement(text, at);
                Print(element);
                at += element.Length;
            }
        }
    }

    private void Control(char c)
    {
        _pendingWrap = false;
        Column = c switch
        {
            '\r' => 0,
            '\b' => Math.Max(0, Column - 1),
            _ => throw new InvalidDataException($"control character {(int)c:x2}"),
        };
    }

    private void Print(string element)
    {
        if (element.EnumerateRunes().Any(rune => Rune.IsControl(rune)))
        {
            throw new InvalidDataException("a control character was drawn");
        }

        var ascii = element.Length == 1 && element[0] < 0x7f;
        var width = ascii ? 1 : MeasureCluster is { } cluster ? cluster(element) : Measure(Rune.GetRuneAt(element, 0).Value);
        if (width == 0)
        {
            if (_lastPrinted is { } last)
            {
                _cells[last.Row, last.Column] = _cells[last.Row, last.Column] with { Text = _cells[last.Row, last.Column].Text + element };
            }

            return;
        }

        if (_pendingWrap && ascii)
        {
            throw new InvalidDataException("a character in the pending-wrap state: terminals differ in where it goes");
        }

        var column = Column;
        if (column + width > columns)
        {
            if (Edge == AtTheEdge.Drops || columns < width)
            {
                return;
            }

            (column, width) = Edge == AtTheEdge.MovesLeft ? (columns - width, width) : (column, 1);
        }

        Overwrite(Row, column);
        _cells[Row, column] = new ShownCell(element, _style, width == 2);
        if (width == 2)
        {
            Overwrite(Row, column + 1, keep: column);
            _cells[Row, column + 1] = new ShownCell("", _style);
        }

        _lastPrinted = (Row, column);
        _pendingWrap = column + width >= columns;
        Column = Math.Min(columns - 1, column + width);
    }

    // Half of a wide character is none.
    private void Overwrite(int row, int column, int keep = -1)
    {
        var old = _cells[row, column];
        if (old.Text.Length == 0 && column - 1 != keep)
        {
            _cells[row, column - 1] = new ShownCell(" ", new Style { Background = _cells[row, column - 1].Style.Background });
        }

        if (old.IsWide && column + 1 < columns)
        {
            _cells[row, column + 1] = new ShownCell(" ", new Style { Background = old.Style.Background });
        }
    }

    private int Sequence(string text, int at)
    {
        if (text[at] == ']')
        {
            var st = text.IndexOf("\e\\", at, StringComparison.Ordinal);
            Link(text[(at + 1)..st]);
            return st + 2;
        }

        if (text[at] != '[')
        {
            throw new InvalidDataException($"ESC {text[at]}");
        }

        var start = ++at;
        while (text[at] is < '@' or > '~')
        {
            at++;
        }

        Execute(text[start..at], text[at]);
        return at + 1;
    }

    // OSC 8 ; id=number ; URI, or both empty.
    private void Link(string osc)
    {
        var parts = osc.Split(';', 3);
        if (parts[0] != "8")
        {
            throw new InvalidDataException($"OSC {parts[0]}");
        }

        if (parts[2].Length > 0 && !(parts[1].StartsWith("id=", StringComparison.Ordinal) && uint.TryParse(parts[1][3..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)))
        {
            throw new InvalidDataException($"a link with the parameters {parts[1]}");
        }

        _style = _style with { Link = parts[2].Length == 0 ? null : new Hyperlink(parts[2], parts[1][3..]) };
    }

    private void Execute(string parameters, char final)
    {
        int First(int otherwise) => parameters.Length == 0 ? otherwise : int.Parse(parameters.Split(';')[0] is { Length: > 0 } first ? first : "1", CultureInfo.InvariantCulture);

        _lastPrinted = null;
        switch (final)
        {
            case 'H':
                var place = parameters.Split(';');
                MoveTo(One(place[0]), place.Length > 1 ? One(place[1]) : 0);
                break;
            case 'G': MoveTo(Row, First(1) - 1); break;
            case 'A': Relative(); MoveTo(Row - First(1), Column); break;
            case 'B': Relative(); MoveTo(Row + First(1), Column); break;
            case 'C': Relative(); MoveTo(Row, Column + First(1)); break;
            case 'D': Relative(); MoveTo(Row, Column - First(1)); break;
            case 'K': Erase(Column, columns); break;
            case 'X': Erase(Column, Column + First(1)); break;
            case 'J' when parameters == "2":
                for (var row = 0; row < rows; row++)
                {
                    for (var column = 0; column < columns; column++)
                    {
                        _cells[row, column] = new ShownCell(" ", default);
                    }
                }

                break;
            case 'm': Sgr(parameters); break;
            case 'q' when parameters.EndsWith(' '): Shape = int.Parse(parameters.TrimEnd(), CultureInfo.InvariantCulture); break;
            case 'h' when parameters == "?25": CursorVisible = true; break;
            case 'l' when parameters == "?25": CursorVisible = false; break;
            case 'h' or 'l' when parameters == "?2026": break;
            default: throw new InvalidDataException($"CSI {parameters} {final}");
        }
    }

    private void Relative()
    {
        if (_pendingWrap)
        {
            throw new InvalidDataException("a relative move in the pending-wrap state");
        }
    }

    private void MoveTo(int row, int column)
    {
        if (row < 0 || row >= rows || column < 0 || column >= columns)
        {
            throw new InvalidDataException($"a move out of the screen, to {row};{column}");
        }

        (Row, Column, _pendingWrap) = (row, column, false);
    }

    private void Erase(int from, int to)
    {
        if (_pendingWrap || to > columns)
        {
            throw new InvalidDataException("an erase in the pending-wrap state or past the end");
        }

        if (!_style.Background.IsDefault && !backColorErase)
        {
            throw new InvalidDataException("an erase in a colour");
        }

        if (LinkIsOpen)
        {
            throw new InvalidDataException("an erase within a link");
        }

        for (var column = from; column < to; column++)
        {
            Overwrite(Row, column);
            _cells[Row, column] = new ShownCell(" ", new Style { Background = _style.Background });
        }
    }

    private void Sgr(string parameters)
    {
        var parts = parameters.Split(';');
        for (var i = 0; i < parts.Length; i++)
        {
            _style = parts[i] switch
            {
                "" or "0" => new Style { Link = _style.Link },
                "1" => On(Attributes.Bold),
                "2" => On(Attributes.Dim),
                "3" => On(Attributes.Italic),
                "5" => On(Attributes.Blink),
                "7" => On(Attributes.Inverse),
                "8" => On(Attributes.Hidden),
                "9" => On(Attributes.Strike),
                "53" => On(Attributes.Overline),
                "22" => Off(Attributes.Bold | Attributes.Dim),
                "23" => Off(Attributes.Italic),
                "25" => Off(Attributes.Blink),
                "27" => Off(Attributes.Inverse),
                "28" => Off(Attributes.Hidden),
                "29" => Off(Attributes.Strike),
                "55" => Off(Attributes.Overline),
                "4" => _style with { Underline = UnderlineStyle.Single },
                "4:2" => _style with { Underline = UnderlineStyle.Double },
                "4:3" => _style with { Underline = UnderlineStyle.Curly },
                "4:4" => _style with { Underline = UnderlineStyle.Dotted },
                "4:5" => _style with { Underline = UnderlineStyle.Dashed },
                "24" => _style with { Underline = UnderlineStyle.None },
                "39" => _style with { Foreground = default },
                "49" => _style with { Background = default },
                "59" => _style with { UnderlineColor = default },
                "38" => _style with { Foreground = Extended(parts, ref i) },
                "48" => _style with { Background = Extended(parts, ref i) },
                var colons when colons.StartsWith("58:", StringComparison.Ordinal) => _style with { UnderlineColor = Underline(colons.Split(':')) },
                var number => Basic(One(number) + 1),
            };
        }
    }

    private Style On(Attributes attribute) => _style with { Attributes = _style.Attributes | attribute };

    private Style Off(Attributes attribute) => _style with { Attributes = _style.Attributes & ~attribute };

    private Style Basic(int number) => number switch
    {
        >= 30 and <= 37 => _style with { Foreground = Color.Indexed((byte)(number - 30)) },
        >= 90 and <= 97 => _style with { Foreground = Color.Indexed((byte)(number - 82)) },
        >= 40 and <= 47 => _style with { Background = Color.Indexed((byte)(number - 40)) },
        >= 100 and <= 107 => _style with { Background = Color.Indexed((byte)(number - 92)) },
        _ => throw new InvalidDataException($"SGR {number}"),
    };

    private static Color Extended(string[] parts, ref int i)
    {
        if (parts[i + 1] == "5")
        {
            i += 2;
            return Color.Indexed(Byte(parts[i]));
        }

        i += 4;
        return Color.Rgb(Byte(parts[i - 2]), Byte(parts[i - 1]), Byte(parts[i]));
    }

    private static Color Underline(string[] parts) =>
        parts[1] == "5" ? Color.Indexed(Byte(parts[2])) : Color.Rgb(Byte(parts[3]), Byte(parts[4]), Byte(parts[5]));

    private static byte Byte(string text) => byte.Parse(text, CultureInfo.InvariantCulture);

    private static int One(string text) => text.Length == 0 ? 0 : int.Parse(text, CultureInfo.InvariantCulture) - 1;

    private static ShownCell[,] Blank(int columns, int rows)
    {
        var cells = new ShownCell[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                cells[row, column] = new ShownCell(" ", default);
            }
        }

        return cells;
    }
}
