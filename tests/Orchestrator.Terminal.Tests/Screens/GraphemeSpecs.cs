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

    [SkippableFact]
    public void Splitting_agrees_with_every_line_of_the_Unicode_test()
    {
        string file = Path.Combine(Corpus.Folder(), "unicode", "GraphemeBreakTest.txt");
        foreach (string line in File.ReadLines(file).Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0))
        {
            string[] clusters = [.. line.Split('÷', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Decode)];
            Assert.Equal(clusters, Graphemes.Split(string.Concat(clusters)));
        }
    }

    private static string Decode(string cluster) =>
        string.Concat(cluster.Split('×', StringSplitOptions.TrimEntries)
            .Select(code => new Rune(int.Parse(code, NumberStyles.HexNumber)).ToString()));
}
