using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Rendering;

/// <summary>What a terminal shows, compared with what was meant.</summary>
internal static class Picture
{
    /// <summary>A cell as a terminal tells it: no text for the right half of a wide one.</summary>
    public readonly record struct Shown(string Text, Style Style);

    public static Shown[][] Of(ReplayTerminal terminal, TermSize size) => Rows(size, (y, x) => new Shown(terminal[y, x].Text, terminal[y, x].Style));

    public static Shown[][] Of(Screen screen)
    {
        var cells = new Cell[screen.Size.Columns];
        var rows = new Shown[screen.Size.Rows][];
        for (var y = 0; y < rows.Length; y++)
        {
            screen.CopyRow(y, cells);
            rows[y] = [.. cells.Select(cell => new Shown(cell.Text, cell.Style))];
        }

        return rows;
    }

    /// <summary>Every cell exactly as meant, the style brought down to what the terminal shows.</summary>
    public static void Check(Surface surface, Shown[][] shown, OuterTerminal outer, string where)
    {
        for (var y = 0; y < surface.Size.Rows; y++)
        {
            var meant = Meant(surface, y, outer);
            for (var x = 0; x < meant.Length; x++)
            {
                Assert.True(meant[x].Text == shown[y][x].Text, $"{where}: row {y}, column {x}: meant '{meant[x].Text}', shown '{shown[y][x].Text}'");
                var style = Visible(ColorMap.Map(meant[x].Style, outer), meant[x].Text);
                Assert.True(
                    meant[x].Width == 0 || IsSame(style, Visible(shown[y][x].Style, meant[x].Text)),
                    $"{where}: row {y}, column {x}: '{meant[x].Text}' meant {style}, shown {shown[y][x].Style}");
            }
        }
    }

    /// <summary>
    /// A terminal that measures some characters otherwise: those are as it has them, or gone where it had no room; all others are exactly as meant, and
    /// only a blank beside one may be covered by it.
    /// </summary>
    public static void CheckNeighbours(Surface surface, ReplayTerminal terminal, OuterTerminal outer, string where)
    {
        for (var y = 0; y < surface.Size.Rows; y++)
        {
            var meant = Meant(surface, y, outer);
            var covered = 0; // blanks before this column
            Style cover = default;
            for (var x = 0; x < meant.Length; x++)
            {
                var cell = meant[x];
                var shown = terminal[y, x];
                var what = $"{where}: row {y}, column {x}: '{cell.Text}' in {cell.Style} shown as '{shown.Text}' in {shown.Style}";
                var style = ColorMap.Map(cell.Style, outer);
                var blank = SafeCells.IsErasable(cell);
                if (x < covered && blank && cell.Style.Background == cover.Background)
                {
                    Assert.True(style.Background == shown.Style.Background, what);
                    continue;
                }

                if (!blank && cell.Width > 0)
                {
                    covered = 0;
                }

                var most = cell.Width == 0 ? 0 : WidthCertainty.MostColumns(cell, outer.AmbiguousWide);
                if (cell.Width == 0)
                {
                    // Of an uncertain sign: at the edge another such sign may have been put over it.
                    Assert.True((style.Background == shown.Style.Background && (shown.Text.Trim().Length == 0 || covered > 0)) || (covered > 0 && x >= meant.Length - 2), what);
                }
                else if (most == WidthCertainty.Certain || blank)
                {
                    covered = 0;
                    Assert.True(cell.Text == shown.Text && IsSame(Visible(style, cell.Text), Visible(shown.Style, cell.Text)), what);
                }
                else
                {
                    Assert.True((shown.Text == " " && style.Background == shown.Style.Background) || (shown.Text.Length > 0 && cell.Text.StartsWith(shown.Text, StringComparison.Ordinal) && IsSame(style, shown.Style)) || x >= meant.Length - 3, what);
                    covered = cell.Cluster is not null || SafeCells.ShowsOnBlank(cell.Style) || cell.Style.Link is not null ? x + cell.Width : x + Math.Max(most, (int)cell.Width);
                    cover = cell.Style;
                }
            }
        }
    }

    private static Cell[] Meant(Surface surface, int y, OuterTerminal outer)
    {
        var meant = new Cell[surface.Size.Columns];
        SafeCells.Copy(surface.ReadRow(y), meant, outer.Clusters);
        return meant;
    }

    /// <summary>The id of a link is the renderer's own.</summary>
    private static bool IsSame(Style a, Style b) => a.Link?.Uri == b.Link?.Uri && a with { Link = null } == b with { Link = null };

    private static Style Visible(Style style, string text) =>
        text == " " && !SafeCells.ShowsOnBlank(style) ? new Style { Background = style.Background, Link = style.Link } : style;

    private static Shown[][] Rows(TermSize size, Func<int, int, Shown> cell) =>
        [.. Enumerable.Range(0, size.Rows).Select(y => Enumerable.Range(0, size.Columns).Select(x => cell(y, x)).ToArray())];
}
