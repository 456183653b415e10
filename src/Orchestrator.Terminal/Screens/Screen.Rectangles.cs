using Orchestrator.Terminal.Vt;

namespace Orchestrator.Terminal.Screens;

/// <content>Rectangular area operations of the VT420: copy, fill, erase, change attributes. Checksums (DECRQCRA) are not answered: they tell what is on the screen.</content>
public sealed partial class Screen
{
    private readonly record struct Area(int Top, int Left, int Bottom, int Right);

    private int _rectangularExtent; // DECSACE: 2 is a rectangle, else the stream of cells between the corners

    private void Rectangle(Parameters p, char final)
    {
        switch (final)
        {
            case 'v':
                CopyArea(p); // DECCRA
                break;
            case 'x' when p.Or(0, 0) is (>= 0x20 and <= 0x7E) or (>= 0xA0 and <= 0xFF):
                FillArea(AreaAt(p, 1), (uint)p[0]); // DECFRA
                break;
            case 'z':
                EraseArea(AreaAt(p, 0), selective: false); // DECERA
                break;
            case '{':
                EraseArea(AreaAt(p, 0), selective: true); // DECSERA
                break;
            case 'r' or 't':
                ChangeArea(p, reverse: final == 't'); // DECCARA, DECRARA
                break;
        }
    }

    // Coordinates are 1-based, count from the origin, and are cut to the screen (to the margins with DECOM). Null when nothing is left.
    private Area? AreaAt(Parameters p, int index)
    {
        var rows = _origin ? _bottom - _top + 1 : _size.Rows;
        var columns = _origin ? _right - _left + 1 : _size.Columns;
        var bottom = p.Or(index + 2, 0) is 0 ? rows : Math.Min(p.Number(index + 2), rows);
        var right = p.Or(index + 3, 0) is 0 ? columns : Math.Min(p.Number(index + 3), columns);
        var top = p.Number(index);
        var left = p.Number(index + 1);
        return top <= bottom && left <= right
            ? new Area(top - 1 + OriginRow, left - 1 + OriginColumn, bottom - 1 + OriginRow, right - 1 + OriginColumn)
            : null;
    }

    private void FillArea(Area? area, uint glyph)
    {
        if (area is not { } a)
        {
            return;
        }

        var style = PenStyle;
        for (var y = a.Top; y <= a.Bottom; y++)
        {
            var row = _grid[y];
            row.Erase(a.Left, a.Right + 1, style);
            row.Glyphs.AsSpan(a.Left, a.Right - a.Left + 1).Fill(glyph);
            row.Styles.AsSpan(a.Left, a.Right - a.Left + 1).Fill(style);
            row.Used = Math.Max(row.Used, a.Right + 1);
            Touch(row);
        }
    }

    private void EraseArea(Area? area, bool selective)
    {
        if (area is { } a)
        {
            for (var y = a.Top; y <= a.Bottom; y++)
            {
                EraseInRow(y, a.Left, a.Right + 1, selective, unwrap: false);
            }
        }
    }

    private void CopyArea(Parameters p)
    {
        if (AreaAt(p, 0) is not { } from)
        {
            return;
        }

        var top = Math.Min((long)p.Number(5) - 1 + OriginRow, _size.Rows).Int();
        var left = Math.Min((long)p.Number(6) - 1 + OriginColumn, _size.Columns).Int();
        var height = Math.Min(from.Bottom - from.Top + 1, (_origin ? _bottom + 1 : _size.Rows) - top);
        var width = Math.Min(from.Right - from.Left + 1, (_origin ? _right + 1 : _size.Columns) - left);
        if (height <= 0 || width <= 0)
        {
            return;
        }

        // Through a copy: the areas may overlap.
        var rows = new Row[height];
        for (var i = 0; i < height; i++)
        {
            rows[i] = new Row(_size.Columns);
            var source = _grid[from.Top + i];
            source.Glyphs.AsSpan(from.Left, width).CopyTo(rows[i].Glyphs.AsSpan(left));
            source.Styles.AsSpan(from.Left, width).CopyTo(rows[i].Styles.AsSpan(left));
            rows[i].Used = left + width;
            rows[i].Complex = source.Complex;
            BlankHalves(rows[i], left, left + width);
        }

        for (var i = 0; i < height; i++)
        {
            _grid[top + i].CopyFrom(rows[i], left, left + width, 0);
            Touch(_grid[top + i]);
        }
    }

    // A wide grapheme of which only one half lies in [left, right).
    private static void BlankHalves(Row row, int left, int right)
    {
        if (row.Glyphs[left] == Glyph.Tail)
        {
            row.Glyphs[left] = Glyph.Blank;
        }

        if ((row.Glyphs[right - 1] & Glyph.Wide) != 0)
        {
            row.Glyphs[right - 1] = Glyph.Blank;
        }
    }

    private void ChangeArea(Parameters p, bool reverse)
    {
        if (AreaAt(p, 0) is not { } a)
        {
            return;
        }

        for (var y = a.Top; y <= a.Bottom; y++)
        {
            // DECSACE: by default the stream of cells from the first corner to the last.
            var first = _rectangularExtent == 2 || y == a.Top ? a.Left : 0;
            var last = _rectangularExtent == 2 || y == a.Bottom ? a.Right : LastColumn;
            var row = _grid[y];
            for (var x = first; x <= last; x++)
            {
                row.Styles[x] = StyleNumber(Changed(StyleOf(row.Styles[x]), p, reverse));
            }

            row.Used = Math.Max(row.Used, last + 1);
            Touch(row);
        }
    }

    private static PackedStyle Changed(PackedStyle style, Parameters p, bool reverse)
    {
        for (var i = 4; i < Math.Max(5, p.Count); i++)
        {
            var attribute = p.Or(i, 0) switch
            {
                1 or 22 => Attributes.Bold,
                5 or 25 => Attributes.Blink,
                7 or 27 => Attributes.Inverse,
                8 or 28 => Attributes.Hidden,
                _ => Attributes.None,
            };
            var code = p.Or(i, 0);
            if (code == 0)
            {
                var all = Attributes.Bold | Attributes.Blink | Attributes.Inverse;
                style.Attributes = reverse ? style.Attributes ^ all : style.Attributes & ~all;
                style.Underline = reverse && style.Underline == UnderlineStyle.None ? UnderlineStyle.Single : UnderlineStyle.None;
            }
            else if (code is 4 or 24)
            {
                var on = reverse ? style.Underline == UnderlineStyle.None : code == 4;
                style.Underline = on ? UnderlineStyle.Single : UnderlineStyle.None;
            }
            else
            {
                style.Attributes = reverse ? style.Attributes ^ attribute
                    : code < 10 ? style.Attributes | attribute : style.Attributes & ~attribute;
            }
        }

        return style;
    }
}
