using System.Globalization;
using System.Text;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Rendering;

/// <summary>
/// What may be drawn. Whatever a row holds, what comes out of here is printable text of the width that it claims: no control, no bidi
/// control, no lone combining mark, no half of a wide character. The renderer writes no cell text that has not passed here.
/// </summary>
internal static class SafeCells
{
    private const int Replacement = 0xfffd;
    private const int BlackFlag = 0x1f3f4;
    private const int FirstIdeograph = 0x2e80;

    // The longest cluster in emoji-test.txt has 10 code points, all of them astral: 20 UTF-16 units. Some combining marks more for real scripts.
    private const int MaxClusterLength = 32;

    private const Attributes VisibleOnBlank = Attributes.Inverse | Attributes.Strike | Attributes.Overline;

    /// <summary>Copies a row as it can be drawn: blanks without a meaningless style, wide cells whole, no unsafe text.</summary>
    /// <param name="from">Whatever it holds.</param>
    /// <param name="to">As long as <paramref name="from"/>.</param>
    /// <param name="clusters">False for a terminal that adds up the code points of a cluster: of a family it gets the man.</param>
    public static void Copy(ReadOnlySpan<Cell> from, Span<Cell> to, bool clusters)
    {
        for (var x = 0; x < from.Length; x++)
        {
            ref readonly var cell = ref from[x];
            if (cell.Width == 2)
            {
                if (x + 1 < from.Length && from[x + 1].Width == 0 && Clean(cell, clusters) is { Width: 2 } wide)
                {
                    to[x] = wide;
                    to[++x] = new Cell { Style = wide.Style, Width = 0 };
                    continue;
                }

                to[x] = Narrow(Replacement, cell.Style);
                continue;
            }

            to[x] = cell.Width == 1 ? Clean(cell, clusters) : Blank(cell.Style);
        }
    }

    /// <summary>True when erasing gives the same picture as drawing the blank.</summary>
    public static bool IsErasable(in Cell cell) =>
        cell.CodePoint == 0 && cell.Width == 1 && cell.Style.Link is null && !ShowsOnBlank(cell.Style);

    /// <summary>True when a blank in this style shows more than its background.</summary>
    public static bool ShowsOnBlank(in Style style) => style.Underline != UnderlineStyle.None || (style.Attributes & VisibleOnBlank) != Attributes.None;

    private static Cell Clean(in Cell cell, bool clusters)
    {
        var codePoint = cell.CodePoint;
        if (cell.Cluster is null)
        {
            return codePoint is > ' ' and < 0x7f && cell.Width == 1 ? cell
                : codePoint is 0 or ' ' ? Blank(cell.Style)
                : IsSafeBase(codePoint) && Fits(codePoint, cell) ? cell
                : Narrow(Replacement, cell.Style);
        }

        var goesWhole = IsSafeCluster(cell, out var first) && Fits(first, cell) && !IsWidened(cell) && (clusters || WidthCertainty.AddsUpTo(cell.Cluster) <= cell.Width);
        return goesWhole ? cell : Clean(new Cell { CodePoint = first, Style = cell.Style, Width = cell.Width }, clusters);
    }

    // A program that counts code points has the sign in one column: with the selector some terminals would give it two.
    private static bool IsWidened(in Cell cell) => cell.Width == 1 && cell.Cluster is [_, '\ufe0f'];

    private static Cell Narrow(int codePoint, in Style style) => new() { CodePoint = codePoint, Style = style, Width = 1 };

    // The blank between two words of a link is a part of it.
    private static Cell Blank(in Style style) => Cell.Blank(ShowsOnBlank(style) ? style : new Style { Background = style.Background, Link = style.Link });

    private static bool IsSafeBase(int codePoint)
    {
        if (codePoint is >= ' ' and < 0x7f)
        {
            return true;
        }

        // Before 0x300 all but C0, C1, DEL and the soft hyphen takes a column of its own.
        return codePoint < 0x300 ? codePoint >= 0xa0 && codePoint != 0xad : Rune.IsValid(codePoint) && TakesColumns(codePoint);
    }

    private static bool TakesColumns(int codePoint) => Rune.GetUnicodeCategory(new Rune(codePoint)) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate => false,
        // Hangul vowels and finals join the syllable before them (Unicode 15, 3.12).
        _ => codePoint is not ((>= 0x1160 and <= 0x11ff) or (>= 0xd7b0 and <= 0xd7ff)),
    };

    private static bool IsSafeCluster(in Cell cell, out int first)
    {
        var cluster = cell.Cluster!;
        first = Replacement;
        var isFirst = true;
        foreach (var rune in cluster.EnumerateRunes())
        {
            if (isFirst)
            {
                first = rune.Value;
            }

            // Half of a surrogate pair comes as U+FFFD, too.
            if (rune.Value == Replacement || (isFirst ? !IsSafeBase(rune.Value) : !IsSafeContinuation(rune.Value, first, cell.Width)))
            {
                return false;
            }

            isFirst = false;
            if (cluster.Length > MaxClusterLength)
            {
                return false;
            }
        }

        return !isFirst;
    }

    // One code point is as wide as its cell; more may make a wide cell of a narrow first one (flags, VS16), never the other way round.
    private static bool Fits(int first, in Cell cell) =>
        Unicode.Width(Unicode.Properties(first)) is var width && (width == cell.Width || (width < cell.Width && cell.Cluster is not null));

    // What follows in a cluster: marks, joiners and variation selectors, and joined emoji; never a control or plain text. Tags only in flags (UTS #51) and the
    // selectors of ideographs only with one: elsewhere nobody sees them, and they carry hidden text.
    private static bool IsSafeContinuation(int codePoint, int first, int width) => codePoint switch
    {
        < 0x300 => false,
        0x200c or 0x200d => true,
        >= 0xe0020 and <= 0xe007f => first == BlackFlag,
        >= 0xe0100 and <= 0xe01ef => first >= FirstIdeograph,
        _ => JoinsCluster(codePoint, width) && Rune.GetUnicodeCategory(new Rune(codePoint)) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate),
    };

    // What takes columns where it stands alone joins only a cell that has two: the rest of an emoji, a flag or a Hangul syllable.
    private static bool JoinsCluster(int codePoint, int width)
    {
        var properties = Unicode.Properties(codePoint);
        return Unicode.Width(properties) == 0 || Unicode.Break(properties) == GraphemeBreak.SpacingMark
            || (width == 2 && (Unicode.IsPictographic(properties) || Unicode.MayExtend(properties)));
    }
}
