using Orchestrator.Pty;

namespace Orchestrator.Terminal.Screens;

/// <summary>A place on the screen that keeps to its character when the lines are wrapped anew.</summary>
internal record struct ReflowCursor(int Row, int Column, bool PendingWrap);

/// <summary>Gives the main screen and its history a new size. Lines that were wrapped by the terminal are joined and wrapped at the new width.</summary>
internal sealed class Reflow(Grid grid, History history)
{
    /// <summary>
    /// The row, counted from the top of the screen, that was its first before: negative for rows that went into the history, positive when rows came
    /// back from it. Set before to carry it through several changes of size.
    /// </summary>
    public int FormerTop { get; set; }

    /// <param name="cursor">The place that stays in sight.</param>
    /// <param name="other">A second place that is carried along when <paramref name="second"/> is true.</param>
    public void Resize(TermSize size, ref ReflowCursor cursor, ref ReflowCursor other, bool second)
    {
        List<Row> rows = [.. grid.ToArray()];
        ResizeHeight(rows, size.Rows, ref cursor, ref other, second);
        if (size.Columns == grid.Columns)
        {
            grid.Replace([.. rows], size.Columns);
            return;
        }

        RewrapAll(rows, size, ref cursor, ref other, second);
    }

    // Rows under the cursor go first, then the top lines go into the history; when it grows they come back.
    private void ResizeHeight(List<Row> rows, int height, ref ReflowCursor cursor, ref ReflowCursor other, bool second)
    {
        var moved = 0;
        var surplus = rows.Count - height;
        if (surplus > 0)
        {
            var below = Math.Min(surplus, rows.Count - 1 - cursor.Row);
            rows.RemoveRange(rows.Count - below, below);
            moved = below - surplus;
            foreach (var row in rows[..-moved])
            {
                history.Push(row);
            }

            rows.RemoveRange(0, -moved);
        }
        else
        {
            // With lines under the cursor the new room is there too, as in xterm.js.
            var back = cursor.Row == rows.Count - 1 ? Math.Min(-surplus, history.Count) : 0;
            for (; moved < back; moved++)
            {
                var row = new Row(grid.Columns);
                history.Pop(row);
                rows.Insert(0, row);
            }

            while (rows.Count < height)
            {
                rows.Add(new Row(grid.Columns));
            }
        }

        FormerTop = Math.Clamp(FormerTop + moved, -history.Count, height);
        cursor.Row += moved;
        if (second)
        {
            other.Row = Math.Clamp(other.Row + moved, 0, height - 1);
        }
    }

    private void RewrapAll(List<Row> screen, TermSize size, ref ReflowCursor cursor, ref ReflowCursor other, bool second)
    {
        var oldBase = history.Count;
        var all = new List<Row>(oldBase + screen.Count);
        for (var i = 0; i < oldBase; i++)
        {
            var row = new Row(Math.Max(grid.Columns, history.Cells(i)));
            history.Read(i, row);
            all.Add(row);
        }

        all.AddRange(screen);
        var first = new Place(oldBase + cursor.Row, cursor.Column, cursor.PendingWrap);
        var next = new Place(second ? oldBase + other.Row : -1, other.Column, other.PendingWrap);
        var former = new Place(Math.Min(oldBase + FormerTop, all.Count - 1), 0, pending: false);
        var result = new List<Row>(all.Count);
        for (var start = 0; start < all.Count;)
        {
            var end = start + 1;
            while (end < all.Count && all[end].Wrapped)
            {
                end++;
            }

            Rewrap(all, start, end, size.Columns, result, ref first, ref next, ref former);
            start = end;
        }

        var top = Top(result, oldBase, result.Count - all.Count, size.Rows, first.NewRow);
        Store(result, top, size);

        // A row that holds text from both sides of the border belongs to the part above.
        FormerTop = Math.Clamp(former.NewRow - top + (former.NewColumn > 0 ? 1 : 0), -history.Count, size.Rows);
        cursor = new ReflowCursor(first.NewRow - top, first.NewColumn, first.NewPending);
        if (second)
        {
            other = new ReflowCursor(Math.Clamp(next.NewRow - top, 0, size.Rows - 1), next.NewColumn, next.NewPending);
        }
    }

    // Which line is the first of the screen. Lines that wrapping added push the screen down into blank rows while there is no history, else up;
    // lines that went come back from the history.
    private static int Top(List<Row> rows, int oldBase, int added, int height, int cursorRow)
    {
        var top = Math.Max(0, oldBase + added);
        if (added > 0)
        {
            // Blank rows under the cursor need not be kept.
            var last = rows.Count;
            while (oldBase == 0 && top > 0 && last - 1 > cursorRow && rows[last - 1].Length(styled: true) == 0 && !rows[last - 1].Wrapped)
            {
                last--;
                top--;
            }
        }

        top = Math.Min(top, cursorRow);
        return Math.Max(top, cursorRow - height + 1);
    }

    private void Store(List<Row> rows, int top, TermSize size)
    {
        var total = history.Total;
        history.Clear();
        for (var i = Math.Max(0, top - history.Limit); i < top; i++)
        {
            history.Push(rows[i]);
        }

        history.Recount(total);
        var screen = new Row[size.Rows];
        for (var y = 0; y < screen.Length; y++)
        {
            screen[y] = top + y < rows.Count ? rows[top + y] : new Row(size.Columns);
            screen[y].Resize(size.Columns);
        }

        grid.Replace(screen, size.Columns);
    }

    private struct Place(int line, int column, bool pending)
    {
        public readonly int Line = line;
        public readonly int Column = column;
        public readonly bool Pending = pending;
        public int NewRow;
        public int NewColumn;
        public bool NewPending;
    }

    // One line of text, rows [start, end), onto the end of `result`.
    private static void Rewrap(List<Row> all, int start, int end, int columns, List<Row> result, ref Place first, ref Place second, ref Place third)
    {
        var lastLength = all[end - 1].Length(styled: false);
        if (end == start + 1 && lastLength <= columns)
        {
            // Fits as it is, with the background beyond its text.
            var row = all[start];
            Carry(ref first, start, result.Count, columns, lastLength);
            Carry(ref second, start, result.Count, columns, lastLength);
            Carry(ref third, start, result.Count, columns, lastLength);
            row.Resize(columns);
            result.Add(row);
            return;
        }

        (var glyphs, var styles, var offsets) = Unwrap(all, start, end, lastLength);
        if (columns == 1)
        {
            BlankWide(glyphs);
        }

        var wrapped = all[start].Wrapped;
        var firstOffset = OffsetOf(first, start, end, offsets);
        var secondOffset = OffsetOf(second, start, end, offsets);
        var thirdOffset = OffsetOf(third, start, end, offsets);
        var x = 0;
        do
        {
            var length = Math.Min(columns, glyphs.Length - x);
            if (columns > 1 && x + length < glyphs.Length && glyphs[x + length] == Glyph.Tail)
            {
                length--; // a wide grapheme goes to the next row whole
            }

            var row = new Row(columns) { Wrapped = wrapped, Used = length, Complex = true };
            glyphs.AsSpan(x, length).CopyTo(row.Glyphs);
            styles.AsSpan(x, length).CopyTo(row.Styles);
            var last = x + length >= glyphs.Length;
            Settle(ref first, firstOffset, x, length, last, result.Count, columns);
            Settle(ref second, secondOffset, x, length, last, result.Count, columns);
            Settle(ref third, thirdOffset, x, length, last, result.Count, columns);
            result.Add(row);
            wrapped = true;
            x += length;
        }
        while (x < glyphs.Length);
    }

    // One column has no room for a wide grapheme at all.
    private static void BlankWide(uint[] glyphs)
    {
        foreach (ref var glyph in glyphs.AsSpan())
        {
            glyph = (glyph & (Glyph.Wide | Glyph.Tail)) != 0 ? Glyph.Blank : glyph;
        }
    }

    private static (uint[] Glyphs, ushort[] Styles, int[] Offsets) Unwrap(List<Row> all, int start, int end, int lastLength)
    {
        var total = 0;
        var offsets = new int[end - start];
        for (var i = start; i < end; i++)
        {
            offsets[i - start] = total;
            total += LengthInLine(all, i, end, lastLength);
        }

        var glyphs = new uint[total];
        var styles = new ushort[total];
        for (var i = start; i < end; i++)
        {
            var length = LengthInLine(all, i, end, lastLength);
            all[i].Glyphs.AsSpan(0, length).CopyTo(glyphs.AsSpan(offsets[i - start]));
            all[i].Styles.AsSpan(0, length).CopyTo(styles.AsSpan(offsets[i - start]));
        }

        return (glyphs, styles, offsets);
    }

    // A row that goes on in the next one counts whole, less the blank that a wide character left when it did not fit.
    private static int LengthInLine(List<Row> all, int i, int end, int lastLength)
    {
        if (i == end - 1)
        {
            return lastLength;
        }

        var row = all[i];
        var padded = row.Glyphs[^1] == Glyph.Blank && (all[i + 1].Glyphs[0] & Glyph.Wide) != 0;
        return padded ? row.Columns - 1 : row.Columns;
    }

    private static int OffsetOf(in Place place, int start, int end, int[] offsets) =>
        place.Line < start || place.Line >= end ? -1 : offsets[place.Line - start] + place.Column + (place.Pending ? 1 : 0);

    // The place in a row of `length` cells that begins at `x` of the line; behind the text it stays in the last row.
    private static void Settle(ref Place place, int offset, int x, int length, bool last, int row, int columns)
    {
        var inside = offset >= x && (offset < x + length || last);
        if (!inside)
        {
            return;
        }

        var column = offset - x;
        place.NewRow = row;
        place.NewColumn = Math.Min(column, columns - 1);
        place.NewPending = column == columns && length == columns;
    }

    private static void Carry(ref Place place, int line, int row, int columns, int length)
    {
        if (place.Line == line)
        {
            var column = place.Column + (place.Pending ? 1 : 0);
            place.NewRow = row;
            place.NewColumn = Math.Min(column, columns - 1);
            place.NewPending = column >= columns && length == columns;
        }
    }
}
