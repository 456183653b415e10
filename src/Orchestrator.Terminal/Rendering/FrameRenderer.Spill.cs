using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Rendering;

/// <content>
/// Cells that the terminal may measure otherwise than we do (<see cref="WidthCertainty"/>). Whatever it makes of them, the cells around them must be as meant:
/// what it may have overwritten is drawn again. Only the blank beside a single sign is left to it, since a sign that is a little too wide looks better whole
/// than cut; of a cluster that the terminal takes for several characters (kitty, which keeps the half of one that is overwritten) nothing may stay.
/// </content>
public sealed partial class FrameRenderer
{
    private int _spoiled; // text before this column may have been overwritten in this row
    private Color? _spillBackground; // of the blanks that the last sign may cover; null when it may cover none

    // True for a cell that did not change and is right on the terminal, too.
    private bool IsIntact(in Cell cell, int x) =>
        x >= _spoiled || (SafeCells.IsErasable(cell) && cell.Style.Background == _spillBackground);

    /// <summary>Draws a cell of uncertain width. Returns the column after it and after the blanks that belong to it now.</summary>
    private int DrawUncertain(int x, int y, in Cell cell, int most)
    {
        var width = Math.Max(1, (int)cell.Width);
        var end = EndOfBlanks(x, width, most, cell);
        var runs = _runs;
        MoveTo(x, y);
        if (NeedsBlanks(x + 1, end, cell.Style.Background))
        {
            SetStyle(cell.Style);
            _body.AddSpaces(end - x);
            _column = end < _size.Columns ? end : Unknown;
            MoveTo(x, y);
        }

        _runs = Math.Min(_runs, runs + 1);
        DrawCell(cell, x);
        _column = Unknown;
        Color? background = LeavesBlanks(cell) ? cell.Style.Background : null;
        _spillBackground = x < _spoiled && background != _spillBackground ? null : background;
        _spoiled = Math.Max(_spoiled, x + most);
        if (x == _size.Columns - 1 && most > 1 && x > 0)
        {
            DrawLeftOfEdge(x, y);
        }

        return end;
    }

    // The cell's own columns, and blanks beside them that the terminal may use.
    private int EndOfBlanks(int x, int width, int most, in Cell cell)
    {
        var end = x + width;
        if (LeavesBlanks(cell))
        {
            while (end < Math.Min(x + most, _size.Columns) && SafeCells.IsErasable(_new[end]) && _new[end].Style.Background == cell.Style.Background)
            {
                end++;
            }
        }

        return end;
    }

    // Of what is underlined, inverse or a link nothing may show beside its cell.
    private static bool LeavesBlanks(in Cell cell) => cell.Cluster is null && cell.Style.Link is null && !SafeCells.ShowsOnBlank(cell.Style);

    private bool NeedsBlanks(int from, int end, Color background)
    {
        for (var x = from; x < end; x++)
        {
            var blank = _old[x].Width == 0 || SafeCells.IsErasable(_old[x]);
            if (!blank || _old[x].Style.Background != background || x < _spoiled)
            {
                return true;
            }
        }

        return false;
    }

    // Without autowrap, VTE and others put what is too wide for the last column one column further left.
    private void DrawLeftOfEdge(int edge, int y)
    {
        var x = _new[edge - 1].Width == 0 && edge > 1 ? edge - 2 : edge - 1;
        if (WidthCertainty.MostColumns(_new[x], _outer.AmbiguousWide) == WidthCertainty.Certain)
        {
            MoveTo(x, y);
            DrawCell(_new[x], x);
        }
    }
}
