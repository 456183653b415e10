
namespace Orchestrator.Terminal.Screens;

/// <content>The cursor: movement within margins, origin mode, tabs, and what DECSC saves.</content>
public sealed partial class Screen
{
    private struct SavedCursor
    {
        public bool IsSet;
        public int Row;
        public int Column;
        public bool Origin;
        public PackedStyle Pen;
        public int Gl;
        public Charset G0;
        public Charset G1;
        public Charset G2;
        public Charset G3;
    }

    private int _row;
    private int _column;
    private bool _pendingWrap;
    private bool _origin; // DECOM
    private int _top; // DECSTBM, inclusive
    private int _bottom;
    private bool _marginMode; // DECLRMM: _left and _right count
    private int _left; // DECSLRM, inclusive
    private int _right;
    private (int Top, int Bottom, int Left, int Right) _otherMargins; // of the screen that is not shown
    private bool[] _tabs;
    private SavedCursor _savedMain;
    private SavedCursor _savedAlternate;

    private int LastColumn => _size.Columns - 1;

    private int LastRow => _size.Rows - 1;

    // The column after the last one that text at the cursor may use.
    private int RightLimit => _marginMode && _column <= _right ? _right + 1 : _size.Columns;

    // Where CR, NEL and a wrap at the cursor go.
    private int LeftLimit => _marginMode && _column >= _left ? _left : 0;

    private bool InColumns => !_marginMode || (_column >= _left && _column <= _right);

    private bool InMargins => _row >= _top && _row <= _bottom && InColumns;

    private void MoveTo(int row, int column)
    {
        _row = Math.Clamp(row, 0, LastRow);
        _column = Math.Clamp(column, 0, LastColumn);
        _pendingWrap = false;
    }

    // CUP, HVP, CHA, VPA: with DECOM counted from and kept within the margins.
    private void Address(int row, int column)
    {
        if (_origin)
        {
            MoveTo(Math.Clamp(row, 0, _bottom - _top) + _top, Math.Clamp(column, 0, _right - _left) + _left);
        }
        else
        {
            MoveTo(row, column);
        }
    }

    private int OriginRow => _origin ? _top : 0;

    private int OriginColumn => _origin ? _left : 0;

    private void Up(int count) => MoveTo(Math.Max(_row - (long)count, _row >= _top ? _top : 0).Int(), _column);

    private void Down(int count) => MoveTo(Math.Min(_row + (long)count, _row <= _bottom ? _bottom : LastRow).Int(), _column);

    private void Right(int count) => MoveTo(_row, Math.Min(_column + (long)count, RightLimit - 1).Int());

    // CUB; with reverse wrap (DECSET 45, xterm) it goes on at the end of a line that wrapped into this one, with 1045 at the end of any line above,
    // and from the top margin at the bottom one.
    private void Left(int count)
    {
        if ((_reverseWrap || _reverseWrapFar) && _autoWrap)
        {
            ReverseWrap(count);
            return;
        }

        MoveTo(_row, Math.Max(_column - (long)count, LeftLimit).Int());
    }

    private void ReverseWrap(int count)
    {
        var step = Math.Min(count, _size.Columns * _size.Rows);
        if (_pendingWrap)
        {
            _pendingWrap = false;
            step--; // the cursor stands behind the last column
        }

        while (step-- > 0)
        {
            if (_column > 0 && _column != LeftLimit)
            {
                _column--;
            }
            else if (_reverseWrapFar)
            {
                _row = _row == _top ? _bottom : _row > 0 ? _row - 1 : LastRow;
                _column = _marginMode ? _right : LastColumn;
            }
            else if (_row > 0 && _row != _top && _grid[_row].Wrapped)
            {
                _row--;
                _column = RightLimit - 1;
            }
            else
            {
                break;
            }
        }
    }

    private void CarriageReturn()
    {
        _column = LeftLimit;
        _pendingWrap = false;
    }

    // LF, VT, FF; LNM (20) makes it a new line.
    private void LineFeed()
    {
        var before = _row;
        Index();
        if (_row != before)
        {
            _grid[_row].Wrapped = false;
        }

        if (_newLine)
        {
            CarriageReturn();
        }
    }

    // IND, ECMA-48 (withdrawn) / DEC STD 070.
    private void Index()
    {
        _pendingWrap = false;
        if (_row == _bottom)
        {
            if (InColumns)
            {
                ScrollUp(1, keepHistory: true);
            }
        }
        else if (_row < LastRow)
        {
            _row++;
        }
    }

    // RI, ECMA-48 8.3.104.
    private void ReverseIndex()
    {
        _pendingWrap = false;
        if (_row == _top)
        {
            if (InColumns)
            {
                ScrollDown(_top, 1, EraseStyle);
            }
        }
        else if (_row > 0)
        {
            _row--;
        }
    }

    private static bool[] DefaultTabs(int columns)
    {
        var tabs = new bool[columns];
        for (var x = 8; x < columns; x += 8)
        {
            tabs[x] = true;
        }

        return tabs;
    }

    // HT, CHT: to the next stop, at most to the right margin. The pending wrap stays (DEC STD 070).
    private void Tab(int count)
    {
        if (_tabWraps && _pendingWrap)
        {
            Wrap(); // DECSET 41, xterm: what curses once expected of more(1)
        }

        var end = RightLimit - 1;
        while (count-- > 0 && _column < end)
        {
            do
            {
                _column++;
            }
            while (_column < end && !_tabs[_column]);
        }
    }

    // CBT, ECMA-48 8.3.7.
    private void BackTab(int count)
    {
        if (_pendingWrap && _autoWrap)
        {
            return; // the wrap stays due, as in xterm
        }

        _pendingWrap = false;
        var start = _origin ? LeftLimit : 0;
        while (count-- > 0 && _column > start)
        {
            do
            {
                _column--;
            }
            while (_column > start && !_tabs[_column]);
        }
    }

    private ref SavedCursor Saved => ref _grid == _main ? ref _savedMain : ref _savedAlternate;

    // DECSC (VT510: position, rendition, character sets, origin mode). The wrap flag is not kept, as in xterm: text after DECRC overwrites the last column.
    private void SaveCursor() => Saved = new SavedCursor
    {
        IsSet = true,
        Row = _row,
        Column = _column,
        Origin = _origin,
        Pen = _pen,
        Gl = _gl,
        G0 = _charsets[0],
        G1 = _charsets[1],
        G2 = _charsets[2],
        G3 = _charsets[3],
    };

    // DECRC; what was never saved is the home position in the default rendition.
    private void RestoreCursor()
    {
        ref var saved = ref Saved;
        _origin = saved.Origin;
        MoveTo(saved.Row, saved.Column);
        _pen = saved.Pen;
        _penChanged = true;
        _gl = saved.Gl;
        (_charsets[0], _charsets[1], _charsets[2], _charsets[3]) = (saved.G0, saved.G1, saved.G2, saved.G3);
        _singleShift = 0;
        UpdateTranslate();
    }
}

/// <summary>Sums of positions and counts are made in 64 bits, since a count may be near 2^31.</summary>
internal static class Positions
{
    public static int Int(this long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);
}
