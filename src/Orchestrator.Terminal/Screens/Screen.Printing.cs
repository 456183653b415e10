using System.Runtime.Intrinsics;

namespace Orchestrator.Terminal.Screens;

/// <content>Text at the cursor: wrapping, wide characters, insert mode, character sets.</content>
public sealed partial class Screen
{
    private enum Charset : byte
    {
        Ascii,
        SpecialGraphics,
        UnitedKingdom,
    }

    // DEC special graphics for 0x5F-0x7E (VT100 user guide, table 3-9; 0x5F is a blank there, but terminals print it).
    private const string SpecialGraphics = "_◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

    private readonly Charset[] _charsets = new Charset[4];
    private int _gl; // which of G0-G3 is in use (SI, SO, LS2, LS3)
    private int _singleShift; // 2 or 3 for the next character, else 0
    private bool _translate; // anything but plain ASCII in GL, or a single shift

    // The grapheme before the cursor was printed just now, with nothing between: REP repeats it and emoji sequences join it.
    private bool _printedJustNow;

    private bool _autoWrap;
    private bool _insert;

    private void PrintAscii(ReadOnlySpan<byte> text)
    {
        if (_translate || _insert)
        {
            foreach (var b in text)
            {
                Put(Translate(b), 1);
            }

            _printedJustNow = true;
            return;
        }

        var style = PenStyle;
        while (!text.IsEmpty)
        {
            if (_pendingWrap)
            {
                Wrap();
            }

            var row = _grid[_row];
            var end = RightLimit;
            var count = Math.Min(text.Length, end - _column);
            if (row.Complex)
            {
                row.Cut(_column, style);
                row.Cut(_column + count, style);
            }

            Widen(text[..count], row.Glyphs.AsSpan(_column, count));
            row.Styles.AsSpan(_column, count).Fill(style);
            text = text[count..];
            _column += count;
            row.Used = Math.Max(row.Used, _column);
            Touch(row);
            if (_column == end)
            {
                _column--;
                _pendingWrap = true;
                if (!_autoWrap && !text.IsEmpty)
                {
                    text = text[^1..]; // without DECAWM every further character overwrites the last column
                }
            }
        }

        _printedJustNow = true;
    }

    private static void Widen(ReadOnlySpan<byte> text, Span<uint> glyphs)
    {
        var i = 0;
        for (; i <= text.Length - 16; i += 16)
        {
            (var low, var high) = Vector128.Widen(Vector128.Create(text.Slice(i, 16)));
            (var a, var b) = Vector128.Widen(low);
            (var c, var d) = Vector128.Widen(high);
            var to = glyphs.Slice(i, 16);
            a.CopyTo(to);
            b.CopyTo(to[4..]);
            c.CopyTo(to[8..]);
            d.CopyTo(to[12..]);
        }

        for (; i < text.Length; i++)
        {
            glyphs[i] = text[i];
        }
    }

    private int Translate(byte b)
    {
        var charset = _charsets[_singleShift != 0 ? _singleShift : _gl];
        if (_singleShift != 0)
        {
            _singleShift = 0;
            UpdateTranslate();
        }

        return charset switch
        {
            Charset.SpecialGraphics when b is >= 0x5F and <= 0x7E => SpecialGraphics[b - 0x5F],
            Charset.UnitedKingdom when b == '#' => '£',
            _ => b,
        };
    }

    private void UpdateTranslate() => _translate = _charsets[_gl] != Charset.Ascii || _singleShift != 0;

    private void Print(int codePoint)
    {
        var properties = Unicode.Properties(codePoint);
        var width = Unicode.Width(properties);
        if ((width == 0 || (_graphemes && (_joinNext || Unicode.MayExtend(properties))))
            && (Join(codePoint, properties) || width == 0))
        {
            return;
        }

        Put(codePoint, width);
        _joinNext = Unicode.Break(properties) == GraphemeBreak.Prepend;
        _printedJustNow = true;
    }

    // One grapheme of one or two columns. Mostly it just goes to the cursor.
    private void Put(int codePoint, int width)
    {
        var end = RightLimit;
        if (_pendingWrap || _insert || _column + width > end)
        {
            PutWithCare(codePoint, width);
            return;
        }

        Write(_grid[_row], _column, (uint)codePoint, width, PenStyle);
        Advance(width, end);
    }

    private void PutWithCare(int codePoint, int width)
    {
        if (_pendingWrap)
        {
            Wrap();
        }

        var style = PenStyle;
        var end = RightLimit;
        if (_column + width > end && !MakeRoom(width, style, ref end))
        {
            return;
        }

        var row = _grid[_row];
        if (_insert && InColumns)
        {
            row.Insert(_column, width, end, EraseStyle);
        }

        Write(row, _column, (uint)codePoint, width, style);
        Advance(width, end);
    }

    // A wide character does not fit the last column: it goes to the next line whole, or nowhere.
    private bool MakeRoom(int width, ushort style, ref int end)
    {
        if (!_autoWrap || end - LeftLimit < width)
        {
            return false;
        }

        var row = _grid[_row];
        row.Erase(_column, end, style);
        Touch(row);
        Wrap();
        end = RightLimit;
        return _column + width <= end;
    }

    private void Write(Row row, int column, uint glyph, int width, ushort style)
    {
        row.Cut(column, style);
        row.Cut(column + width, style);
        row.Styles[column] = style;
        if (width == 2)
        {
            row.Glyphs[column] = glyph | Glyph.Wide;
            row.Glyphs[column + 1] = Glyph.Tail;
            row.Styles[column + 1] = style;
            row.Complex = true;
        }
        else
        {
            row.Glyphs[column] = glyph;
            row.Complex |= (glyph & Glyph.Cluster) != 0;
        }

        row.Used = Math.Max(row.Used, column + width);
        Touch(row);
    }

    private void Advance(int width, int end)
    {
        _column += width;
        if (_column >= end)
        {
            _column = end - 1;
            _pendingWrap = true;
        }
    }

    // DECAWM: the character after the last column begins the next line. Without it the cursor waits all the same, as in xterm.
    private void Wrap()
    {
        _pendingWrap = false;
        if (!_autoWrap)
        {
            return;
        }

        var whole = !_marginMode || (_left == 0 && _right == _size.Columns - 1);
        _column = LeftLimit;
        var before = _row;
        var scrolls = _row == _bottom;
        Index();
        if (whole && (scrolls || _row != before))
        {
            _grid[_row].Wrapped = true;
        }
    }

    // REP, ECMA-48 8.3.103; as in xterm only directly after a character.
    private void Repeat(int count, bool afterText)
    {
        if (!afterText)
        {
            return;
        }

        var column = _pendingWrap ? _column : _column - 1;
        var row = _grid[_row];
        if (column >= 0 && row.Glyphs[column] == Glyph.Tail)
        {
            column--;
        }

        if (column < 0 || row.Glyphs[column] == Glyph.Blank)
        {
            return;
        }

        var glyph = row.Glyphs[column];
        var width = (glyph & Glyph.Wide) != 0 ? 2 : 1;

        // More than fills the screen would show nothing else.
        count = Math.Min(count, _size.Columns * _size.Rows);
        if (width == 1 && !_insert)
        {
            Fill(glyph, count);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            Put((int)(glyph & ~Glyph.Wide), width);
        }
    }

    // A row at a time: a few bytes of REP ask for a whole screen, and a stream can be made of nothing else.
    private void Fill(uint glyph, int count)
    {
        var style = PenStyle;
        while (count > 0)
        {
            if (_pendingWrap)
            {
                Wrap();
            }

            var row = _grid[_row];
            var end = RightLimit;
            var run = Math.Min(count, end - _column);
            row.Cut(_column, style);
            row.Cut(_column + run, style);
            row.Glyphs.AsSpan(_column, run).Fill(glyph);
            row.Styles.AsSpan(_column, run).Fill(style);
            row.Complex |= (glyph & Glyph.Cluster) != 0;
            row.Used = Math.Max(row.Used, _column + run);
            Touch(row);
            Advance(run, end);
            count = _autoWrap || !_pendingWrap ? count - run : Math.Min(count - run, 1); // without DECAWM the rest overwrites the last column
        }
    }
}
