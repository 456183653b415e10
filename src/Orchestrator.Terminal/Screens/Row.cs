using System.Runtime.CompilerServices;

namespace Orchestrator.Terminal.Screens;

/// <summary>How a cell's text is packed in 32 bits: a code point or the number of a cluster, and which half of a wide grapheme it is. 0 is a blank that nothing was printed on.</summary>
internal static class Glyph
{
    public const uint Blank = 0;

    /// <summary>The right half of a wide grapheme.</summary>
    public const uint Tail = 1u << 31;

    /// <summary>The left half, which holds the text.</summary>
    public const uint Wide = 1u << 30;

    /// <summary>The value is a number in the cluster table.</summary>
    public const uint Cluster = 1u << 29;

    public const uint ValueMask = (1u << 21) - 1;
}

/// <summary>
/// A line of the screen: glyphs and style numbers side by side, so that both can be copied, filled and searched as whole vectors.
/// </summary>
internal sealed class Row(int columns)
{
    /// <summary>Packed text, see <see cref="Glyph"/>.</summary>
    public uint[] Glyphs = new uint[columns];

    /// <summary>Numbers in the screen's style table; 0 is the default style.</summary>
    public ushort[] Styles = new ushort[columns];

    /// <summary>From here on every cell is a blank in the default style.</summary>
    public int Used;

    /// <summary>False only when every cell is one code point of one column: most rows, which need no care for halves.</summary>
    public bool Complex;

    /// <summary>The row continues the row above (soft wrap).</summary>
    public bool Wrapped;

    /// <summary>Unique among all contents of all rows.</summary>
    public long Version;

    /// <summary>Cells beyond the right edge of a screen that became narrower without being wrapped anew; null when there are none.</summary>
    public Row? Beyond;

    public int Columns => Glyphs.Length;

    public void Clear(ushort style)
    {
        Glyphs.AsSpan(0, Used).Clear();
        if (style == 0)
        {
            Styles.AsSpan(0, Used).Clear();
            Used = 0;
        }
        else
        {
            Styles.AsSpan().Fill(style);
            Used = Columns;
        }

        Complex = false;
        Wrapped = false;
        Beyond = null;
    }

    /// <summary>As <see cref="Clear"/>, and the cells beyond the edge are blanks of that style too.</summary>
    public void ClearWhole(ushort style)
    {
        var beyond = style == 0 ? null : Beyond;
        Clear(style);
        beyond?.Clear(style);
        Beyond = beyond;
    }

    /// <summary>Blanks the cells from <paramref name="start"/> up to <paramref name="end"/>; a wide grapheme that is cut loses both halves.</summary>
    public void Erase(int start, int end, ushort style)
    {
        if (start >= end)
        {
            return;
        }

        Cut(start, style);
        Cut(end, style);
        Blank(start, end, style);
    }

    /// <summary>Blanks cells without care for halves.</summary>
    public void Blank(int start, int end, ushort style)
    {
        if (style == 0)
        {
            var dirty = Math.Min(end, Used);
            if (start < dirty)
            {
                Glyphs.AsSpan(start, dirty - start).Clear();
                Styles.AsSpan(start, dirty - start).Clear();
            }

            if (end >= Used)
            {
                Used = Math.Min(Used, start);
            }
        }
        else
        {
            Glyphs.AsSpan(start, end - start).Clear();
            Styles.AsSpan(start, end - start).Fill(style);
            Used = Math.Max(Used, end);
        }
    }

    /// <summary>If the border left of <paramref name="column"/> goes through a wide grapheme, blanks both its halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Cut(int column, ushort style)
    {
        // No row begins with a right half.
        if (Complex && (uint)column < (uint)Glyphs.Length && Glyphs[column] == Glyph.Tail)
        {
            CutHalves(column, style);
        }
    }

    private void CutHalves(int column, ushort style)
    {
        Glyphs[column - 1] = Glyph.Blank;
        Glyphs[column] = Glyph.Blank;
        Styles[column - 1] = style;
        Styles[column] = style;
    }

    /// <summary>Moves cells within [left, right) to make room at <paramref name="column"/>; what passes the right edge is lost.</summary>
    public void Insert(int column, int count, int right, ushort style)
    {
        count = Math.Min(count, right - column);
        Cut(column, style);
        Cut(right, style);
        Cut(right - count, style);
        var move = right - column - count;
        Glyphs.AsSpan(column, move).CopyTo(Glyphs.AsSpan(column + count));
        Styles.AsSpan(column, move).CopyTo(Styles.AsSpan(column + count));
        Used = Used > column ? Math.Max(Used, Math.Min(right, Used + count)) : Used;
        Blank(column, column + count, style);
    }

    /// <summary>Takes cells out at <paramref name="column"/>; blanks come in at the right edge.</summary>
    public void Delete(int column, int count, int right, ushort style)
    {
        count = Math.Min(count, right - column);
        Cut(column, style);
        Cut(column + count, style);
        Cut(right, style);
        var move = right - column - count;
        Glyphs.AsSpan(column + count, move).CopyTo(Glyphs.AsSpan(column));
        Styles.AsSpan(column + count, move).CopyTo(Styles.AsSpan(column));
        Blank(right - count, right, style);
    }

    /// <summary>Copies [left, right) of another row of the same width, cutting what stands across the borders here.</summary>
    public void CopyFrom(Row other, int left, int right, ushort style)
    {
        Cut(left, style);
        Cut(right, style);
        other.Glyphs.AsSpan(left, right - left).CopyTo(Glyphs.AsSpan(left));
        other.Styles.AsSpan(left, right - left).CopyTo(Styles.AsSpan(left));
        Complex |= other.Complex;
        Used = Math.Max(Used, Math.Min(right, Math.Max(other.Used, left)));
    }

    /// <summary>Cells up to the last one that anything was printed on, or that has a style when <paramref name="styled"/>.</summary>
    public int Length(bool styled)
    {
        var length = Used;
        while (length > 0 && Glyphs[length - 1] == Glyph.Blank && (!styled || Styles[length - 1] == 0))
        {
            length--;
        }

        return length;
    }

    public void Resize(int columns)
    {
        if (columns < Columns)
        {
            Cut(columns, 0);
        }

        Array.Resize(ref Glyphs, columns);
        Array.Resize(ref Styles, columns);
        Used = Math.Min(Used, columns);
    }

    /// <summary>As <see cref="Resize"/>, but cells that go out of sight on the right come back when the row is wide enough again, unless it was cleared.</summary>
    public void ResizeKeeping(int columns)
    {
        var beyond = Beyond;
        var before = Columns;
        if (columns < before)
        {
            beyond = new Row(before - columns) { Complex = Complex };
            Cut(columns, 0);
            Glyphs.AsSpan(columns).CopyTo(beyond.Glyphs);
            Styles.AsSpan(columns).CopyTo(beyond.Styles);
            beyond.Used = Math.Max(0, Used - columns);
        }

        Resize(columns);
        if (columns > before && beyond is not null)
        {
            var count = Math.Min(columns - before, beyond.Columns);
            beyond.Cut(count, 0);
            beyond.Glyphs.AsSpan(0, count).CopyTo(Glyphs.AsSpan(before));
            beyond.Styles.AsSpan(0, count).CopyTo(Styles.AsSpan(before));
            Complex |= beyond.Complex;
            Used = Math.Max(Used, before + Math.Min(beyond.Used, count));
            beyond = null;
        }

        Beyond = beyond;
    }
}
