
namespace Orchestrator.Terminal.Screens;

/// <content>Scrolling and the insertion and deletion of lines and columns, within the margins.</content>
public sealed partial class Screen
{
    private bool WholeRows => !_marginMode || (_left == 0 && _right == LastColumn);

    private void ScrollUp(int count, bool keepHistory) => ScrollUp(_top, count, keepHistory && _top == 0 && _grid == _main);

    // Lines leave at row `top`, blanks come in at the bottom margin.
    private void ScrollUp(int top, int count, bool keepHistory)
    {
        count = Math.Min(count, _bottom - top + 1);
        var blank = EraseStyle;
        if (!WholeRows)
        {
            ShiftCells(top, count, blank);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            if (keepHistory)
            {
                _history.Push(_grid[0]);
            }

            var row = _grid.RotateUp(top, _bottom);
            row.Clear(blank);
            Touch(row);
        }
    }

    // Lines come in at row `top` and leave at the bottom margin.
    private void ScrollDown(int top, int count, ushort blank)
    {
        count = Math.Min(count, _bottom - top + 1);
        if (!WholeRows)
        {
            ShiftCells(top, -count, blank);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            var row = _grid.RotateDown(top, _bottom);
            row.Clear(blank);
            Touch(row);
        }
    }

    // With left and right margins only the cells between them move: up by `count`, or down when it is negative.
    private void ShiftCells(int top, int count, ushort blank)
    {
        var height = _bottom - top + 1;
        for (var i = 0; i < height; i++)
        {
            var y = count > 0 ? top + i : _bottom - i;
            var from = y + count;
            var row = _grid[y];
            if (from >= top && from <= _bottom)
            {
                // What stands across a margin is cut first, in the row that is read too.
                _grid[from].Cut(_left, blank);
                _grid[from].Cut(_right + 1, blank);
                row.CopyFrom(_grid[from], _left, _right + 1, blank);
            }
            else
            {
                row.Erase(_left, _right + 1, blank);
            }

            Touch(row);
        }
    }

    // SD, ECMA-48 8.3.113. The lines that come in have no background, as in xterm.js; RI and IL give them the pen's.
    private void ScrollDown(int count) => ScrollDown(_top, count, blank: 0);

    // IL, ECMA-48 8.3.67; the cursor goes to the left margin (DEC).
    private void InsertLines(int count)
    {
        if (InMargins)
        {
            ScrollDown(_row, count, EraseStyle);
            CarriageReturn();
        }
    }

    // DL, ECMA-48 8.3.32.
    private void DeleteLines(int count)
    {
        if (InMargins)
        {
            ScrollUp(_row, count, keepHistory: false);
            CarriageReturn();
        }
    }

    // ICH, ECMA-48 8.3.64.
    private void InsertCharacters(int count)
    {
        _pendingWrap = false;
        if (InColumns)
        {
            var row = _grid[_row];
            row.Insert(_column, count, RightLimit, EraseStyle);
            Touch(row);
        }
    }

    // DCH, ECMA-48 8.3.26.
    private void DeleteCharacters(int count)
    {
        _pendingWrap = false;
        if (InColumns)
        {
            var row = _grid[_row];
            row.Delete(_column, count, RightLimit, EraseStyle);
            Touch(row);
        }
    }

    // DECIC, SR: columns come in at `column` in every line of the scrolling region. A pending wrap stays, as in xterm.
    private void InsertColumns(int column, int count)
    {
        if (InMargins)
        {
            for (var y = _top; y <= _bottom; y++)
            {
                _grid[y].Insert(column, count, RegionRight + 1, EraseStyle);
                Touch(_grid[y]);
            }
        }
    }

    // DECDC, SL.
    private void DeleteColumns(int column, int count)
    {
        if (InMargins)
        {
            for (var y = _top; y <= _bottom; y++)
            {
                _grid[y].Delete(column, count, RegionRight + 1, EraseStyle);
                Touch(_grid[y]);
            }
        }
    }

    private int RegionLeft => _marginMode ? _left : 0;

    private int RegionRight => _marginMode ? _right : LastColumn;

    // DECBI and DECFI, VT420: the cursor's step, or at the margin a step of the region.
    private void BackIndex()
    {
        if (_column == RegionLeft && InMargins)
        {
            InsertColumns(RegionLeft, 1);
        }
        else if (_column > 0)
        {
            MoveTo(_row, _column - 1);
        }
    }

    private void ForwardIndex()
    {
        if (_column == RegionRight && InMargins)
        {
            DeleteColumns(RegionLeft, 1);
        }
        else
        {
            MoveTo(_row, _column + 1);
        }
    }

    // DECSTBM, VT510 / xterm ctlseqs. A region of one line is none.
    private void SetTopAndBottom(int top, int bottom)
    {
        bottom = Math.Min(bottom, _size.Rows);
        if (top < bottom)
        {
            (_top, _bottom) = (top - 1, bottom - 1);
            Address(0, 0);
        }
    }

    // DECSLRM, VT510 / xterm ctlseqs.
    private void SetLeftAndRight(int left, int right)
    {
        right = Math.Min(right, _size.Columns);
        if (left < right)
        {
            (_left, _right) = (left - 1, right - 1);
            Address(0, 0);
        }
    }

    private (int Top, int Bottom, int Left, int Right) WholeScreen => (0, LastRow, 0, LastColumn);

    private void ResetMargins() => (_top, _bottom, _left, _right) = WholeScreen;
}
