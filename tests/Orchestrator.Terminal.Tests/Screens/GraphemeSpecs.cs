using System.Globalization;
using System.Text;
using Orchestrator.Terminal.Screens;
using Orchestrator.Terminal.Tests.Vt;

namespace Orchestrator.Terminal.Tests.Screens;

public class GraphemeSpecs
{
    [Theory]
    [InlineData("a", 1)]
    [InlineData("漢", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("\u0301", 0)]
    [InlineData("\n", 0)]
    [InlineData("한", 2)]
    [InlineData("\u1112\u1161\u11AB", 2)]
    [InlineData("👩🏽‍💻", 2)]
    [InlineData("🇬🇧", 2)]
    [InlineData("✔️", 2)]
    [InlineData("✔", 1)]
    [InlineData("\U0001FAE9", 1)] // unassigned in Unicode 15
    public void A_grapheme_has_its_columns(string grapheme, int columns) => Assert.Equal(columns, Graphemes.Width(grapheme));

    [Fact]
    public void A_text_is_as_wide_as_its_graphemes() => Assert.Equal(11, Graphemes.TextWidth("ab漢👍🏻🇩🇪e\u0301xy"));

    [Fact]
    public void Unpaired_surrogates_become_replacements() =>
        Assert.Equal(["a", "\uFFFD", "b"], Graphemes.Split("a\uD800b"));

    [Fact]
    public void Splitting_agrees_with_every_line_of_the_Unicode_test()
    {
        var file = Path.Combine(Corpus.Folder(), "unicode", "GraphemeBreakTest.txt");
        foreach (var line in File.ReadLines(file).Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0))
        {
            string[] clusters = [.. line.Split('÷', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Decode)];
            Assert.Equal(clusters, Graphemes.Split(string.Concat(clusters)));
        }
    }

    [Fact]
    public void With_mode_2027_the_cells_are_the_clusters_of_the_Unicode_test()
    {
        var lines = 0;
        foreach (var line in File.ReadLines(Path.Combine(Corpus.Folder(), "unicode", "GraphemeBreakTest.txt")).Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0))
        {
            string[] clusters = [.. line.Split('÷', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Decode)];

            // Controls act, and what has no column of its own goes into the cell before, whatever the rules say.
            if (clusters.Any(cluster => Graphemes.Width(cluster) == 0 || cluster.EnumerateRunes().Any(rune => Rune.IsControl(rune) || Graphemes.Width(rune.ToString()) == 0 && cluster.StartsWith(rune.ToString(), StringComparison.Ordinal))))
            {
                continue;
            }

            lines++;
            var screen = ScreenProbe.Show(40, 2, string.Concat(clusters), new ScreenOptions { GraphemeClusters = true });
            Assert.Equal(clusters, screen.Cells(0).Where(cell => cell.Width > 0 && cell.CodePoint != 0).Select(cell => cell.Text));
            Assert.Equal(clusters.Sum(Graphemes.Width), screen.Cursor.Column);
        }

        Assert.InRange(lines, 100, 1000);
    }

    [Theory]
    [InlineData("👩🏽‍💻")]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("🏳️‍🌈")]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    [InlineData("🇩🇪")]
    [InlineData("👍🏻")]
    [InlineData("1️⃣")]
    [InlineData("❤️")]
    [InlineData("\u1100\u1161\u11A8")] // Hangul jamo
    [InlineData("\u1100\u1100\u1161")]
    [InlineData("\uAC00\u11A8")]
    [InlineData("\u0928\u093F")] // a spacing mark
    public void With_mode_2027_a_cluster_is_one_cell_of_two_columns(string cluster)
    {
        var screen = ScreenProbe.Show(20, 2, $"a\e[?2027h{cluster}{cluster}b");
        Assert.Equal(["a", cluster, "", cluster, "", "b"], screen.Cells(0)[..6].Select(cell => cell.Text));
        Assert.Equal(6, screen.Cursor.Column);
    }

    [Theory]
    [InlineData("\u231A\uFE0E", 2)] // VS15 narrows nothing: programs count the emoji's two columns
    [InlineData("e\u0301", 1)]
    [InlineData("\u0915\u094D\u0937", 2)] // an Indic conjunct is two clusters in Unicode 15.0
    public void Widths_that_clusters_do_not_change(string text, int columns)
    {
        Assert.Equal(columns, ScreenProbe.Show(20, 2, text).Cursor.Column);
        Assert.Equal(columns, ScreenProbe.Show(20, 2, "\e[?2027h" + text).Cursor.Column);
    }

    [Theory]
    [InlineData(false, "\e[?2027$p", "\e[?2027;2$y")]
    [InlineData(false, "\e[?2027h\e[?2027$p", "\e[?2027;1$y")]
    [InlineData(true, "\e[?2027$p", "\e[?2027;1$y")]
    [InlineData(true, "\e[?2027l\e[?2027$p", "\e[?2027;2$y")]
    [InlineData(true, "\e[?2027l\ec\e[?2027$p", "\e[?2027;1$y")]
    public void Mode_2027_is_reported_as_it_is(bool option, string input, string answer) =>
        Assert.Equal(answer, ScreenProbe.Show(20, 2, input, new ScreenOptions { GraphemeClusters = option }).Replies());

    private static string Decode(string cluster) =>
        string.Concat(cluster.Split('×', StringSplitOptions.TrimEntries)
            .Select(code => new Rune(int.Parse(code, NumberStyles.HexNumber)).ToString()));
}
