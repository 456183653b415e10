using System.Buffers;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Rendering;

/// <summary>
/// Turns pictures into the fewest bytes that change the outer terminal from the last picture to the next. Knows what it wrote, so every byte
/// it makes must reach the terminal, in order; when one did not, <see cref="Invalidate"/>. Allocates nothing in steady state.
/// </summary>
public sealed partial class FrameRenderer
{
    // Erasing costs 3 bytes (EL) or about 5 and a move (ECH): shorter blanks are written as spaces.
    private const int MinEraseToEnd = 4;
    private const int MinEraseInside = 12;

    // A frame of one run and at most this size is drawn by a terminal in one go, with or without the brackets of mode 2026.
    private const int SmallFrame = 128;

    private readonly FrameBytes _body = new();
    private OuterTerminal _outer;
    private Cell[] _last = [];
    private Cell[] _old = [];
    private Cell[] _new = [];
    private TermSize _size;
    private Surface? _surface;
    private long[] _versions = [];
    private bool _invalid = true;
    private Style _style;
    private Style _mappedFrom;
    private Style _mappedTo;
    private int _runs;

    public FrameRenderer(OuterTerminal outer) => _outer = outer;

    /// <summary>What the terminal can do. Setting it (an answer to a query came in) redraws everything with the next frame when cells are drawn otherwise now.</summary>
    public OuterTerminal Outer
    {
        get => _outer;
        set
        {
            if (!value.DrawsLike(_outer))
            {
                Invalidate();
            }

            _outer = value;
        }
    }

    /// <summary>Forgets what is on the terminal: the next frame clears and draws it all.</summary>
    public void Invalidate() => _invalid = true;

    /// <summary>Appends the bytes that make the terminal show <paramref name="next"/>; nothing when it shows that already.</summary>
    public void Render(Surface next, IBufferWriter<byte> output)
    {
        _body.Clear();
        _runs = 0;
        var full = _invalid || next.Size != _size;
        if (full)
        {
            StartAnew(next.Size);
        }

        if (!ReferenceEquals(next, _surface))
        {
            _surface = next;
            Array.Fill(_versions, -1);
        }

        for (var y = 0; y < _size.Rows; y++)
        {
            var version = next.RowVersion(y);
            if (version != _versions[y])
            {
                _versions[y] = version;
                DrawRow(y, next.ReadRow(y));
            }
        }

        CloseLink();
        var cursor = Inside(next.Cursor);
        var hides = cursor is null || full || (_runs > 1 && !_outer.SynchronizedOutput);
        var brackets = _outer.SynchronizedOutput && _runs > 0 && (_runs > 1 || _body.Length > SmallFrame);
        if (brackets)
        {
            output.Write("\e[?2026h"u8);
        }

        if (hides && _cursorShown != false && (_body.Length > 0 || cursor is null))
        {
            output.Write("\e[?25l"u8);
            _cursorShown = false;
        }

        PlaceCursor(cursor, next.CursorShape);
        output.Write(_body.Span);
        if (brackets)
        {
            output.Write("\e[?2026l"u8);
        }
    }

    private void StartAnew(TermSize size)
    {
        _size = size;
        _surface = null;
        if (_versions.Length != size.Rows)
        {
            _versions = new long[size.Rows];
        }

        var count = size.Columns * size.Rows;
        if (_last.Length != count)
        {
            _last = new Cell[count];
        }

        if (_new.Length != size.Columns)
        {
            _new = new Cell[size.Columns];
            _old = new Cell[size.Columns];
        }

        Array.Fill(_last, Cell.Blank());
        _invalid = false;
        _style = _mappedFrom = _mappedTo = default;
        _cursorShown = null;
        _shape = null;
        _column = _row = Unknown;
        _runs = 2; // the whole screen: never drawn in one go
        _body.Add("\e[m\e[2J"u8); // SGR, then ED in the default background
    }

    private void DrawRow(int y, ReadOnlySpan<Cell> next)
    {
        var last = _last.AsSpan(y * _size.Columns, _size.Columns);
        var same = 0;
        while (same < next.Length && IsSame(next[same], last[same]))
        {
            same++;
        }

        if (same == next.Length)
        {
            return;
        }

        SafeCells.Copy(last, _old, _outer.Clusters);
        SafeCells.Copy(next, _new, _outer.Clusters);
        next.CopyTo(last);
        DrawChanges(y, Math.Max(0, same - 1)); // the cell before may be the left half of a wide one
    }

    private void DrawChanges(int y, int x)
    {
        var lastChange = _new.Length - 1;
        while (lastChange >= x && IsSame(_new[lastChange], _old[lastChange]))
        {
            lastChange--;
        }

        var tail = BlankTail();
        _spoiled = 0;
        for (int width; x <= lastChange || x < Math.Min(_spoiled, _new.Length); x += width)
        {
            ref readonly var cell = ref _new[x];
            width = Math.Max(1, (int)cell.Width);
            var same = IsSame(cell, _old[x]) && (width == 1 || IsSame(_new[x + 1], _old[x + 1]));
            if (same && IsIntact(cell, x))
            {
                continue;
            }

            var erasable = CanErase(cell);
            if (erasable && x >= tail && lastChange - x + 1 >= MinEraseToEnd)
            {
                Erase(x, y, cell, count: 0);
                return;
            }

            var blanks = erasable && _outer.EraseCharacters ? BlankRun(x, lastChange) : 0;
            if (blanks >= MinEraseInside)
            {
                Erase(x, y, cell, blanks);
                width = blanks;
            }
            else if ((cell.CodePoint >= 0x7f || cell.Width != 1 || cell.Cluster is not null) && WidthCertainty.MostColumns(cell, _outer.AmbiguousWide) is > WidthCertainty.Certain and int most)
            {
                width = DrawUncertain(x, y, cell, most) - x;
            }
            else
            {
                MoveTo(x, y);
                DrawCell(cell, x);
            }
        }
    }

    private void DrawCell(in Cell cell, int x)
    {
        SetStyle(cell.Style);
        if (cell.Cluster is not null)
        {
            _body.AddText(cell.Cluster);
            _column = Unknown; // the terminal may measure it otherwise than we do
            return;
        }

        if (cell.CodePoint < 0x7f)
        {
            _body.Add(cell.CodePoint == 0 ? (byte)' ' : (byte)cell.CodePoint);
        }
        else
        {
            _body.AddRune(cell.CodePoint);
        }

        // On the last column the cursor stays, or waits to wrap: terminals differ.
        var end = x + Math.Max(1, (int)cell.Width);
        _column = end < _size.Columns ? end : Unknown;
    }

    /// <param name="count">Cells to erase (ECH), or 0 for the rest of the row (EL).</param>
    private void Erase(int x, int y, in Cell blank, int count)
    {
        MoveTo(x, y);
        SetStyle(blank.Style);
        _body.Add("\e["u8);
        if (count > 0)
        {
            _body.AddNumber(count);
            _body.Add((byte)'X');
        }
        else
        {
            _body.Add((byte)'K');
        }
    }

    private bool CanErase(in Cell cell) => SafeCells.IsErasable(cell) && (cell.Style.Background.IsDefault || _outer.BackColorErase);

    // Where the row's last run of equal blanks begins.
    private int BlankTail()
    {
        var x = _new.Length;
        while (x > 0 && CanErase(_new[x - 1]) && IsSame(_new[x - 1], _new[^1]))
        {
            x--;
        }

        return x;
    }

    private int BlankRun(int x, int lastChange)
    {
        var end = x;
        while (end <= lastChange && IsSame(_new[end], _new[x]))
        {
            end++;
        }

        return end - x;
    }

    private Style Mapped(in Style style)
    {
        if (!IsSame(style, _mappedFrom))
        {
            _mappedFrom = style;
            _mappedTo = ColorMap.Map(style, _outer);
        }

        return _mappedTo;
    }

    private static bool IsSame(in Cell a, in Cell b) =>
        a.CodePoint == b.CodePoint && a.Width == b.Width && IsSame(a.Style, b.Style)
        && (ReferenceEquals(a.Cluster, b.Cluster) || string.Equals(a.Cluster, b.Cluster, StringComparison.Ordinal));

    // The generated equality boxes enums until it is compiled for good.
    private static bool IsSame(in Style a, in Style b) =>
        SgrWriter.IsSame(a, b) && (ReferenceEquals(a.Link, b.Link) || (a.Link is not null && a.Link.Equals(b.Link)));
}
