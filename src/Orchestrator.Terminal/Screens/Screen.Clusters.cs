using System.Text;

namespace Orchestrator.Terminal.Screens;

/// <content>Grapheme clusters: marks, joiners, flags and skin tones go into the cell of the character before.</content>
public sealed partial class Screen
{
    /// <summary>UTF-16 units of a cluster: enough for every sequence in the Unicode emoji data; further marks are dropped.</summary>
    internal const int MaxCluster = 32;

    // The cluster before ends in ZWJ or begins with a prepended mark: what follows at once may belong to it, whatever it is (UAX #29 GB9b, GB11).
    private bool _joinNext;
    private bool _graphemes = true; // mode 2027

    private bool Join(int codePoint, byte properties)
    {
        var width = Unicode.Width(properties);
        var column = _pendingWrap ? _column : _column - 1;
        var row = _grid[_row];
        if (column >= 0 && row.Glyphs[column] == Glyph.Tail)
        {
            column--;
        }

        var glyph = column < 0 ? Glyph.Blank : row.Glyphs[column];
        if (glyph == Glyph.Blank)
        {
            return false; // a mark without a base is dropped: it must not move the cursor
        }

        if (width > 0 && !(_printedJustNow && ContinuesCluster(glyph, codePoint)))
        {
            return false;
        }

        var cluster = Extended(glyph, codePoint);
        var number = cluster is null ? 0 : ClusterNumber(cluster);
        if (number != 0)
        {
            var wide = (glyph & Glyph.Wide) != 0;
            row.Glyphs[column] = Glyph.Cluster | (wide ? Glyph.Wide : 0) | (uint)number;
            row.Complex = true;
            Touch(row);
            if (!wide && _graphemes && Widens(glyph, codePoint, properties))
            {
                WidenInPlace(row, column);
            }
        }

        _joinNext = codePoint == Unicode.ZeroWidthJoiner;
        return true;
    }

    // True when UAX #29 has no break between the cell's text and the code point.
    private bool ContinuesCluster(uint glyph, int codePoint)
    {
        var breaker = default(GraphemeBreaker);
        var value = (int)(glyph & Glyph.ValueMask);
        if ((glyph & Glyph.Cluster) == 0)
        {
            breaker.BreaksBefore(value);
        }
        else
        {
            foreach (var rune in _clusters[value].EnumerateRunes())
            {
                breaker.BreaksBefore(rune.Value);
            }
        }

        return !breaker.BreaksBefore(codePoint);
    }

    private static bool Widens(uint glyph, int codePoint, byte properties) =>
        Unicode.Width(properties) > 0
        || (codePoint == Unicode.VariationSelector16
            && (glyph & Glyph.Cluster) == 0
            && Unicode.WidensWithVs16(Unicode.Properties((int)(glyph & Glyph.ValueMask))));

    // A narrow character became wide by what followed it. In the last column there is no room: it stays as it is.
    private void WidenInPlace(Row row, int column)
    {
        if (_pendingWrap || _column != column + 1 || _column >= RightLimit)
        {
            return;
        }

        var style = row.Styles[column];
        var end = RightLimit;
        if (_insert && InColumns)
        {
            row.Insert(_column, 1, end, EraseStyle);
        }

        Write(row, column, row.Glyphs[column], 2, style);
        Advance(1, end);
    }

    // Null when the cluster has no room for more.
    private string? Extended(uint glyph, int codePoint)
    {
        var value = (int)(glyph & Glyph.ValueMask);
        Span<char> units = stackalloc char[MaxCluster + 2];
        int length;
        if ((glyph & Glyph.Cluster) != 0)
        {
            var cluster = _clusters[value];
            cluster.CopyTo(units);
            length = cluster.Length;
        }
        else
        {
            length = new Rune(value).EncodeToUtf16(units);
        }

        length += new Rune(codePoint).EncodeToUtf16(units[length..]);
        return length > MaxCluster ? null : new string(units[..length]);
    }
}
