using System.Text;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Rendering;

/// <summary>The picture that a cockpit draws: a grid of <see cref="Cell"/>s and a cursor. Text is drawn clipped; control characters never reach a cell.</summary>
public sealed class Surface
{
    private Cell[] _cells;
    private long[] _versions;
    private long _version;

    public Surface(TermSize size)
    {
        Size = size;
        _cells = new Cell[size.Columns * size.Rows];
        _versions = new long[size.Rows];
        Clear();
    }

    public TermSize Size { get; private set; }

    /// <summary>Where the outer cursor stands, or null to hide it.</summary>
    public CursorPosition? Cursor { get; set; }

    public CursorShape CursorShape { get; set; }

    public Rect Bounds => new(0, 0, Size.Columns, Size.Rows);

    /// <summary>The cells of a row, left to right, to be written now. Writers keep wide cells whole: width 2 is followed by width 0.</summary>
    public Span<Cell> Row(int y)
    {
        _versions[y] = ++_version;
        return _cells.AsSpan(y * Size.Columns, Size.Columns);
    }

    /// <summary>The cells of a row, to be looked at.</summary>
    public ReadOnlySpan<Cell> ReadRow(int y) => _cells.AsSpan(y * Size.Columns, Size.Columns);

    /// <summary>Another number whenever the row may have been written since: a reader that has seen this one need not look.</summary>
    public long RowVersion(int y) => _versions[y];

    /// <summary>Gives it another size, and blanks it. The size that it has changes nothing: who draws only what changed relies on what is drawn.</summary>
    public void Resize(TermSize size)
    {
        if (size == Size)
        {
            return;
        }

        Size = size;
        _cells = new Cell[size.Columns * size.Rows];
        _versions = new long[size.Rows];
        Clear();
    }

    public void Clear() => Fill(Bounds, default);

    /// <summary>Blanks a rectangle in the given style.</summary>
    public void Fill(Rect area, Style style)
    {
        var clipped = area.Intersect(Bounds);
        for (var y = clipped.Y; y < clipped.Bottom; y++)
        {
            var row = Row(y);
            Split(row, clipped.X);
            Split(row, clipped.Right);
            row[clipped.X..clipped.Right].Fill(Cell.Blank(style));
        }
    }

    /// <summary>
    /// Draws text from (<paramref name="x"/>, <paramref name="y"/>), clipped to <paramref name="clip"/>; control and format characters are drawn as nothing.
    /// Returns the column after the last one drawn.
    /// </summary>
    public int DrawText(int x, int y, string text, Style style, Rect clip)
    {
        var area = clip.Intersect(Bounds);
        if (y < area.Y || y >= area.Bottom)
        {
            return x;
        }

        var row = Row(y);
        foreach (var grapheme in Graphemes.Split(text))
        {
            var width = Graphemes.Width(grapheme);
            if (width == 0)
            {
                continue;
            }

            if (x >= area.X && x + width <= area.Right)
            {
                Put(row, x, grapheme, width, style);
            }

            x += width;
        }

        return x;
    }

    private static void Put(Span<Cell> row, int x, string grapheme, int width, Style style)
    {
        Split(row, x);
        Split(row, x + width);
        Rune.DecodeFromUtf16(grapheme, out var first, out var used);
        row[x] = new Cell { CodePoint = first.Value, Cluster = used == grapheme.Length ? null : grapheme, Style = style, Width = (byte)width };
        if (width == 2)
        {
            row[x + 1] = new Cell { Style = style, Width = 0 };
        }
    }

    // A wide cell that is cut at column x leaves two blanks.
    private static void Split(Span<Cell> row, int x)
    {
        if (x > 0 && x < row.Length && row[x].Width == 0)
        {
            row[x - 1] = Cell.Blank(row[x - 1].Style);
            row[x] = Cell.Blank(row[x].Style);
        }
    }
}
