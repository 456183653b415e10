using Orchestrator.Pty;

namespace Orchestrator.Terminal.Screens;

/// <content>Resizing: the main screen and its history are wrapped anew, the alternate screen is cut or padded.</content>
public sealed partial class Screen
{
    /// <summary>Resizes both screens, with reflow of the main one. The program is told by its PTY, not by this.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1x1 or beyond 10,000 columns or rows.</exception>
    public void Resize(TermSize size)
    {
        CheckSize(size);
        if (size == _size)
        {
            return;
        }

        var main = _grid == _main;
        var cursor = new ReflowCursor(_row, _column, _pendingWrap);
        var saved = new ReflowCursor(_savedMain.Row, _savedMain.Column, PendingWrap: false);

        // While the alternate screen is shown the main one holds the place that 1049 saved.
        var reflow = new Reflow(_main, _history) { FormerTop = FormerTop() };
        reflow.Resize(size, ref main ? ref cursor : ref saved, ref main ? ref saved : ref cursor, second: main);
        ResizeAlternate(size, ref main ? ref saved : ref cursor, moves: !main);
        if (_savedMain.IsSet)
        {
            _savedMain.Row = Math.Clamp(saved.Row, 0, size.Rows - 1);
            _savedMain.Column = Math.Clamp(saved.Column, 0, size.Columns - 1);
        }

        _savedAlternate.Row = Math.Min(_savedAlternate.Row, size.Rows - 1);
        _savedAlternate.Column = Math.Min(_savedAlternate.Column, size.Columns - 1);

        ResizeTabs(size.Columns);
        _size = size;
        ResetMargins();
        _otherMargins = WholeScreen;
        MoveTo(cursor.Row, cursor.Column);
        _pendingWrap = cursor.PendingWrap && _column == cursor.Column;
        _printedJustNow = false;
        TouchAll();
        _version++;
        _resized = (reflow.FormerTop, _history.Total, _version);
    }

    private void ResizeAlternate(TermSize size, ref ReflowCursor cursor, bool moves)
    {
        List<Row> rows = [.. _alternate.ToArray()];
        var row = moves ? cursor.Row : 0;

        // Rows under the cursor go first, then those at the top.
        var surplus = Math.Max(0, rows.Count - size.Rows);
        var below = Math.Min(surplus, rows.Count - 1 - row);
        rows.RemoveRange(rows.Count - below, below);
        var above = surplus - below;
        rows.RemoveRange(0, above);
        while (rows.Count < size.Rows)
        {
            rows.Add(new Row(size.Columns));
        }

        foreach (var each in rows)
        {
            each.ResizeKeeping(size.Columns);
            each.Wrapped &= each.Columns == _alternate.Columns;
        }

        _alternate.Replace([.. rows], size.Columns);
        if (moves)
        {
            var cut = cursor.Column >= size.Columns;
            cursor = new ReflowCursor(row - above, Math.Min(cursor.Column, size.Columns - 1), cursor.PendingWrap && !cut && size.Columns == _size.Columns);
        }
    }

    // Behind the last stop that is left there is one every eight columns again, also where all were cleared: as xterm.js and (from the first column) tmux.
    private void ResizeTabs(int columns)
    {
        if (columns == _size.Columns)
        {
            return;
        }

        Array.Resize(ref _tabs, columns);
        for (var x = Math.Max(0, Array.LastIndexOf(_tabs, true)); x < columns; x += 8)
        {
            _tabs[x] = true;
        }
    }
}
