using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Rendering;

/// <summary>
/// Of which cells every terminal has the same width, and how far the others may reach. Terminals follow different Unicode versions, some add up the
/// code points of a cluster, some find an emoji narrow or a text symbol wide.
/// </summary>
internal static class WidthCertainty
{
    /// <summary>Every terminal advances by the cell's width.</summary>
    public const int Certain = 0;

    /// <summary>The most columns that a terminal may take for the cell, or <see cref="Certain"/>.</summary>
    /// <param name="cell">As it is drawn.</param>
    /// <param name="ambiguousWide">The terminal draws East Asian ambiguous characters (UAX #11, "A": borders, Greek, Cyrillic, accents) in two columns.</param>
    public static int MostColumns(in Cell cell, bool ambiguousWide)
    {
        if (cell.Cluster is not null)
        {
            return OfCluster(cell.Cluster);
        }

        var codePoint = cell.CodePoint;
        if (cell.Width == CertainWidth(codePoint))
        {
            return Certain;
        }

        var ambiguous = ambiguousWide ? 2 : 1;
        if (cell.Width == 1 && (codePoint is (>= 0xc0 and < 0x300) or (>= 0x2500 and < 0x25a0)))
        {
            return ambiguous; // letters and borders: most of what is not certain, without a look into the table
        }

        var properties = Unicode.Properties(codePoint);
        return codePoint < 0x10000 && cell.Width == 1 && Unicode.Width(properties) == 1 && !Unicode.IsPictographic(properties) ? ambiguous : 2;
    }

    // ASCII, braille (neutral, what spinners are made of), and the scripts that were wide before there were emoji. Not the hexagrams 4DC0-4DFF, which
    // Unicode 16 made wide. 0 for all others: it depends.
    private static int CertainWidth(int codePoint) => codePoint switch
    {
        < 0x80 or (>= 0x2800 and <= 0x28ff) => 1,
        (>= 0x3041 and <= 0x3096) or (>= 0x30a0 and <= 0x30ff) or (>= 0x3400 and <= 0x4db5) or (>= 0x4e00 and <= 0x9fa5)
            or (>= 0xac00 and <= 0xd7a3) or (>= 0xff01 and <= 0xff60) or (>= 0x20000 and <= 0x2a6d6) => 2,
        _ => 0,
    };

    /// <summary>Columns of a cluster for a terminal that measures its code points one by one.</summary>
    public static int AddsUpTo(string cluster)
    {
        var columns = 0;
        foreach (var rune in cluster.EnumerateRunes())
        {
            columns += Unicode.Width(Unicode.Properties(rune.Value));
        }

        return columns;
    }

    // A terminal that knows no clusters adds up; a mark that it does not know takes a column.
    private static int OfCluster(string cluster)
    {
        var columns = 0;
        var first = true;
        foreach (var rune in cluster.EnumerateRunes())
        {
            var value = rune.Value;
            columns += value < 0x80 ? 1
                : value is (>= 0x300 and <= 0x36f) or (>= 0x20d0 and <= 0x20f0) or (>= 0x200c and <= 0x200d) or (>= 0xfe00 and <= 0xfe0e) ? 0
                : value == Unicode.VariationSelector16 ? (columns < 2 ? 1 : 0)
                : IsRegionalIndicator(value) || (!first && Unicode.Width(Unicode.Properties(value)) == 0) ? 1
                : 2;
            first = false;
        }

        return columns;
    }

    // Half a flag.
    private static bool IsRegionalIndicator(int value) => value is >= 0x1f1e6 and <= 0x1f1ff;
}
