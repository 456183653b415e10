using System.Text;

namespace Orchestrator.Terminal.Screens;

/// <content>What holds between any two bytes, whatever was printed. Nothing in the program asks; the fuzzer does after every piece of a stream.</content>
public sealed partial class Screen
{
    /// <summary>The first thing that is wrong with this screen's own state, or null.</summary>
    /// <param name="history">Also looks at every line of the history.</param>
    internal string? Fault(bool history)
    {
        return !IsOnScreen(_row, _column) ? $"the cursor is at {_row};{_column} of {_size}"
            : !Are(_top, _bottom, _size.Rows) || !Are(_left, _right, _size.Columns) ? $"the margins are {_top};{_bottom} and {_left};{_right} of {_size}"
            : !Are(_otherMargins.Top, _otherMargins.Bottom, _size.Rows) || !Are(_otherMargins.Left, _otherMargins.Right, _size.Columns) ? $"the other screen's margins are {_otherMargins} of {_size}"
            : _tabs.Length != _size.Columns ? $"there are {_tabs.Length} tab stops in {_size}"
            : _replies.WrittenCount > MaxReplies ? $"{_replies.WrittenCount} bytes of answers wait"
            : _events.Count > MaxEvents || _titles.Count > MaxTitles || _savedModes.Count > MaxSavedModes ? "a bounded list is too long"
            : _pen.Link != 0 && !_links.Has(_pen.Link) ? $"the pen has link {_pen.Link}, which is none"
            : FaultOf(_main, "the main screen") ?? FaultOf(_alternate, "the alternate screen") ?? FaultOfHistory(history);

        static bool Are(int first, int last, int count) => first >= 0 && first <= last && last < count;
    }

    private bool IsOnScreen(int row, int column) => row >= 0 && row < _size.Rows && column >= 0 && column < _size.Columns;

    private string? FaultOf(Grid grid, string name)
    {
        if (grid.Rows != _size.Rows || grid.Columns != _size.Columns)
        {
            return $"{name} is {grid.Columns}x{grid.Rows}, not {_size}";
        }

        for (var y = 0; y < grid.Rows; y++)
        {
            var row = grid[y];
            var fault = row.Columns != _size.Columns || row.Styles.Length != _size.Columns ? $"it is {row.Columns} glyphs and {row.Styles.Length} styles wide, not {_size.Columns}" : FaultOf(row);
            if (fault is not null)
            {
                return $"row {y} of {name}: {fault}";
            }
        }

        return null;
    }

    private string? FaultOfHistory(bool lines)
    {
        if (_history.Count > _history.Limit || _history.Total < _history.Count)
        {
            return $"the history has {_history.Count} lines of {_history.Total}, at most {_history.Limit}";
        }

        for (var i = 0; lines && i < _history.Count; i++)
        {
            var row = new Row(_history.Cells(i));
            _history.Read(i, row);
            if (FaultOf(row) is { } fault)
            {
                return $"line {i} of {_history.Count} of the history: {fault}";
            }
        }

        return null;
    }

    private string? FaultOf(Row row)
    {
        if (row.Used < 0 || row.Used > row.Columns)
        {
            return $"{row.Used} cells of {row.Columns} are used";
        }

        if (row.Glyphs.AsSpan(row.Used).ContainsAnyExcept(Glyph.Blank) || row.Styles.AsSpan(row.Used).ContainsAnyExcept((ushort)0))
        {
            return $"a cell behind the {row.Used} used ones is not blank";
        }

        for (var x = 0; x < row.Used; x++)
        {
            var glyph = row.Glyphs[x];
            var tail = x > 0 && (row.Glyphs[x - 1] & (Glyph.Wide | Glyph.Tail)) == Glyph.Wide;
            var fault = tail != (glyph == Glyph.Tail) ? "half of a wide character"
                : (glyph & Glyph.Wide) != 0 && x + 1 == row.Columns ? "a wide character without room"
                : !row.Complex && (glyph & (Glyph.Wide | Glyph.Tail | Glyph.Cluster)) != 0 ? "more than a plain character in a plain row"
                : row.Styles[x] != 0 && !_styles.Has(row.Styles[x]) ? $"style {row.Styles[x]}, which is none"
                : StyleOf(row.Styles[x]).Link is var link && link != 0 && !_links.Has(link) ? $"link {link}, which is none"
                : IsText(glyph) ? null : $"glyph {glyph:x}";
            if (fault is not null)
            {
                return $"column {x}: {fault}";
            }
        }

        return null;
    }

    private bool IsText(uint glyph)
    {
        var value = (int)(glyph & Glyph.ValueMask);
        return glyph is Glyph.Blank or Glyph.Tail
            || ((glyph & Glyph.Cluster) != 0 ? _clusters.Has(value) && _clusters[value].Length <= MaxCluster : Rune.IsValid(value) && value >= 0x20 && value is < 0x7F or >= 0xA0);
    }
}
