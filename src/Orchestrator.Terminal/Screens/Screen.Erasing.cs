namespace Orchestrator.Terminal.Screens;

/// <content>Erasing: whole, in part, and only what is not protected (DECSCA).</content>
public sealed partial class Screen
{
    // Where erasing "from the cursor" begins: a cursor that waits to wrap stands behind the last column, which must survive.
    private int EraseStart => _pendingWrap ? _column + 1 : _column;

    // Cells protected by DECSCA are left out by DECSED and DECSEL, those protected by SPA by ED, EL and ECH too. The last used of the two decides (xterm).
    private bool Respects(bool selective) => selective || _isoProtection;

    // ED (CSI J, ECMA-48 8.3.39) and DECSED (CSI ? J).
    private void EraseDisplay(int what, bool selective)
    {
        selective = Respects(selective);
        switch (what)
        {
            case 0:
                if (_row == 0 && EraseStart == 0 && !selective)
                {
                    SettleResize();
                }

                EraseInRow(_row, EraseStart, _size.Columns, selective, unwrap: EraseStart == 0);
                EraseRows(_row + 1, _size.Rows, selective);
                break;
            case 1:
                EraseRows(0, _row, selective);
                EraseInRow(_row, 0, _column + 1, selective, unwrap: true);
                if (_column == LastColumn && _row < LastRow)
                {
                    _grid[_row + 1].Wrapped = false;
                }

                break;
            case 2:
                if (!selective)
                {
                    SettleResize();
                }

                EraseRows(0, _size.Rows, selective);
                break;
            case 3 when !selective && _grid == _main:
                _history.Clear(); // xterm: erase saved lines
                _resized = default;
                break;
        }
    }

    // EL (CSI K, ECMA-48 8.3.41) and DECSEL (CSI ? K).
    private void EraseLine(int what, bool selective)
    {
        selective = Respects(selective);
        switch (what)
        {
            case 0:
                EraseInRow(_row, EraseStart, _size.Columns, selective, unwrap: EraseStart == 0);
                break;
            case 1:
                EraseInRow(_row, 0, _column + 1, selective, unwrap: false);
                break;
            case 2:
                EraseInRow(_row, 0, _size.Columns, selective, unwrap: true);
                break;
        }
    }

    // ECH, ECMA-48 8.3.38.
    private void EraseCharacters(int count)
    {
        _pendingWrap = false;
        EraseInRow(_row, _column, Math.Min((long)_column + count, _size.Columns).Int(), Respects(selective: false), unwrap: false);
    }

    private void EraseRows(int first, int end, bool selective)
    {
        for (var y = first; y < end; y++)
        {
            if (selective)
            {
                EraseInRow(y, 0, _size.Columns, selective, unwrap: true);
            }
            else
            {
                _grid[y].ClearWhole(EraseStyle);
                Touch(_grid[y]);
            }
        }
    }

    private void EraseInRow(int y, int start, int end, bool selective, bool unwrap)
    {
        var row = _grid[y];
        if (unwrap)
        {
            row.Wrapped = false;
        }

        if (!selective)
        {
            row.Erase(start, end, EraseStyle);
        }
        else
        {
            EraseUnprotected(row, start, end, keepStyle: false);
        }

        Touch(row);
    }

    private void EraseUnprotected(Row row, int start, int end, bool keepStyle)
    {
        var blank = EraseStyle;
        for (var x = start; x < end; x++)
        {
            var style = StyleOf(row.Styles[x]);
            if ((style.Attributes & Attributes.Protected) == Attributes.None)
            {
                row.Erase(x, x + 1, keepStyle ? row.Styles[x] : blank);
            }
        }
    }

    // DECALN, VT510: E everywhere in the pen's rendition, unprotected; margins and cursor home.
    private void ScreenAlignment()
    {
        ResetMargins();
        _origin = false;
        MoveTo(0, 0);
        var pen = _pen;
        pen.Attributes &= ~Attributes.Protected;
        var style = StyleNumber(pen);
        for (var y = 0; y < _size.Rows; y++)
        {
            var row = _grid[y];
            row.Clear(style);
            row.Glyphs.AsSpan().Fill('E');
            row.Used = row.Columns;
            Touch(row);
        }
    }
}
