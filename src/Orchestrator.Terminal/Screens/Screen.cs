using System.Text;
using Orchestrator.Pty;
using Orchestrator.Terminal.Vt;

namespace Orchestrator.Terminal.Screens;

/// <summary>
/// A terminal emulator without a window: bytes of a program in, cells out. Not thread-safe: one owner feeds, resizes and reads it.
/// </summary>
public sealed partial class Screen
{
    private const int MaxSide = 10_000;

    private readonly ScreenOptions _options;
    private readonly Parser<ScreenSink> _parser;
    private readonly History _history;
    private readonly Grid _main;
    private readonly Grid _alternate;
    private Grid _grid;
    private TermSize _size;
    private long _version;

    /// <exception cref="ArgumentOutOfRangeException">A size below 1x1 or beyond 10,000 columns or rows.</exception>
    public Screen(TermSize size, ScreenOptions? options = null)
    {
        CheckSize(size);
        _options = options ?? new ScreenOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(_options.ScrollbackLimit, nameof(options));
        _size = size;
        _outerColors = _options.OuterColors;
        _history = new History(_options.ScrollbackLimit);
        _main = new Grid(size);
        _alternate = new Grid(size);
        _grid = _main;
        _parser = new Parser<ScreenSink>(new ScreenSink(this));
        _tabs = DefaultTabs(size.Columns);
        _otherMargins = WholeScreen;
        ResetState();
        TouchAll();
    }

    public TermSize Size => _size;

    public CursorPosition Cursor => new(_row, _column, _pendingWrap);

    public CursorShape CursorShape => _cursorShape;

    public ScreenModes Modes => _modes with
    {
        AlternateScreen = _grid == _alternate,
        CursorVisible = _cursorVisible,
        NewLine = _newLine,
        BackarrowSendsBackspace = _backarrowSendsBackspace,
        Kitty = Keyboard.Current,
    };

    /// <summary>The window title (OSC 0/2), control characters removed; null when none was set.</summary>
    public string? Title { get; private set; }

    /// <summary>Grows with every change of what is shown (cells, cursor, modes, title, size).</summary>
    public long Version => _version;

    /// <summary>How often the program has said that it begins to rewrite its screen (DECSET 2026): several may have begun and ended in one call of <see cref="Feed"/>.</summary>
    public long SynchronizedUpdates { get; private set; }

    /// <summary>Lines of history above the main screen.</summary>
    public int ScrollbackCount => _history.Count;

    /// <summary>Total lines that ever scrolled off, so that a viewer can keep its place while lines are added and dropped.</summary>
    public long ScrollbackTotal => _history.Total;

    /// <summary>Takes bytes that the program printed, in any chunks.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        _parser.Feed(bytes);
        _version++; // a cursor that moved is a change too
    }

    /// <summary>Grows with every change of the given visible row (0-based): a reader draws a row again when the number differs from the one that it remembers.</summary>
    public long RowVersion(int row) => _grid[CheckRow(row)].Version;

    /// <summary>Copies visible row <paramref name="row"/> (0-based), or with a negative number history (-1 is the newest line), into <paramref name="cells"/>; cells beyond the row's end are blanks.</summary>
    public void CopyRow(int row, Span<Cell> cells)
    {
        var source = ReadRow(row, cells.Length);
        var count = Math.Min(cells.Length, source.Used);
        ushort lastStyle = 0;
        Style style = default;
        for (var x = 0; x < count; x++)
        {
            if (source.Styles[x] != lastStyle)
            {
                lastStyle = source.Styles[x];
                style = ShownStyle(lastStyle);
            }

            cells[x] = ToCell(source.Glyphs[x], style);
        }

        if (count > 0 && cells[count - 1].Width == 2 && count == cells.Length)
        {
            cells[count - 1] = Cell.Blank(cells[count - 1].Style); // the right half does not fit
        }

        cells[count..].Fill(Cell.Blank());
    }

    /// <summary>Text of a row as in <see cref="CopyRow"/>, trailing blanks trimmed.</summary>
    public string RowText(int row)
    {
        var source = ReadRow(row, MaxSide);
        var text = new StringBuilder(source.Used);
        for (var x = 0; x < source.Used; x++)
        {
            AppendGlyph(text, source.Glyphs[x]);
        }

        var length = text.Length;
        while (length > 0 && text[length - 1] == ' ')
        {
            length--;
        }

        return text.ToString(0, length);
    }

    /// <summary>True when the row continues the row above it (soft wrap).</summary>
    public bool IsWrapped(int row) =>
        row < 0 ? _history.IsWrapped(CheckHistory(row)) : _grid[CheckRow(row)].Wrapped;

    private Row ReadRow(int row, int columns)
    {
        if (row >= 0)
        {
            return _grid[CheckRow(row)];
        }

        var index = CheckHistory(row);
        var unpacked = new Row(Math.Min(columns, _history.Cells(index)));
        _history.Read(index, unpacked);
        return unpacked;
    }

    private Cell ToCell(uint glyph, Style style)
    {
        if (glyph == Glyph.Tail)
        {
            return new Cell { Style = style };
        }

        var width = (byte)((glyph & Glyph.Wide) != 0 ? 2 : 1);
        if ((glyph & Glyph.Cluster) == 0)
        {
            return new Cell { CodePoint = (int)(glyph & Glyph.ValueMask), Style = style, Width = width };
        }

        var cluster = _clusters[(int)(glyph & Glyph.ValueMask)];
        Rune.DecodeFromUtf16(cluster, out var first, out _);
        return new Cell { CodePoint = first.Value, Cluster = cluster, Style = style, Width = width };
    }

    private void AppendGlyph(StringBuilder text, uint glyph)
    {
        if (glyph == Glyph.Blank)
        {
            text.Append(' ');
        }
        else if ((glyph & Glyph.Cluster) != 0)
        {
            text.Append(_clusters[(int)(glyph & Glyph.ValueMask)]);
        }
        else if (glyph != Glyph.Tail)
        {
            Span<char> units = stackalloc char[2];
            text.Append(units[..new Rune((int)(glyph & Glyph.ValueMask)).EncodeToUtf16(units)]);
        }
    }

    private int CheckRow(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _size.Rows);
        return row;
    }

    private int CheckHistory(int row)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(row, -_history.Count);
        return _history.Count + row;
    }

    private static void CheckSize(TermSize size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Columns, 1, nameof(size));
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Rows, 1, nameof(size));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size.Columns, MaxSide, nameof(size));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size.Rows, MaxSide, nameof(size));
    }

    private void Touch(Row row) => row.Version = ++_version;

    private void TouchAll()
    {
        for (var y = 0; y < _grid.Rows; y++)
        {
            Touch(_grid[y]);
        }
    }

    // The parser's way in, a struct so that its calls are direct.
    private readonly struct ScreenSink(Screen screen) : IVtSink
    {
        public void PrintAscii(ReadOnlySpan<byte> text) => screen.PrintAscii(text);

        public void Print(int codePoint) => screen.Print(codePoint);

        public void Execute(byte control) => screen.Execute(control);

        public void Escape(int intermediates, byte final) => screen.Escape(intermediates, final);

        public void Control(Parameters parameters, byte prefix, int intermediates, byte final) =>
            screen.Control(parameters, prefix, intermediates, final);

        public void OperatingSystem(ReadOnlySpan<byte> data, bool bell) => screen.OperatingSystem(data, bell);

        public void Device(Parameters parameters, byte prefix, int intermediates, byte final, ReadOnlySpan<byte> data) =>
            screen.Device(prefix, intermediates, final, data);
    }
}
