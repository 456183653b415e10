using System.Globalization;
using System.Text;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Rendering;

/// <summary>The last guard: whatever a row holds, what is drawn of it is printable text of the width that it takes.</summary>
public class SafeCellsProperties
{
    private static readonly string[] Hostile =
    [
        "\e", "\e]2;x\a", "a\e[31m", "\n", "\r", "\t", "\0", "\x7f", "\u0085", "\u009b", "\u00ad", "\u200b", "\u200e", "\u202a", "\u202e", "\u2066", "\u2069", "\u2028", "\u2029", "\ufeff", "\u061c", "\u180e",
        "a\u202e", "a\u200d", "\u0301", "a\u0301", "\ud800", "\udc00", "a\ud800", "\udc00a", "\U000E0041", "a\U000E0041", "🏴\U000E0067\U000E007F", "a\U000E0101", "漢\U000E0101", "\ue000", "\U0010FFFF", "\U000F0000", "\uffff",
        "漢", "漢字", "ab", "👩\u200d👧", "🇩🇪", "❤\ufe0f", "👍🏽", "1\ufe0f\u20e3", "\u1161", "각", "\ufff9", "\U0001D173", "", " ", "é", "\u0600",
    ];

    [Fact]
    public void Any_string_in_any_cell_is_drawn_as_printable_text_of_its_width()
    {
        var random = new Random(20261125);
        for (var round = 0; round < 60_000; round++)
        {
            var from = new Cell[random.Next(1, 9)];
            foreach (ref var cell in from.AsSpan())
            {
                cell = Any(random);
            }

            var to = new Cell[from.Length];
            SafeCells.Copy(from, to, clusters: true);
            Check(to, from);
        }
    }

    [Theory]
    [InlineData(0x3100)]
    [LongInlineData(0x110002)]
    public void Every_code_point_in_a_cell_of_any_width_is_drawn_as_printable_text_of_its_width(int end)
    {
        var to = new Cell[2];
        for (var codePoint = -1; codePoint < end; codePoint++)
        {
            for (byte width = 0; width <= 3; width++)
            {
                Cell[] from = [new Cell { CodePoint = codePoint, Width = width }, new Cell { Width = 0 }];
                SafeCells.Copy(from, to, clusters: true);
                Check(to, from);
            }
        }
    }

    [Theory]
    [InlineData("é", 1)]
    [InlineData("漢", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("👩\u200d👧", 2)]
    [InlineData("🇩🇪", 2)]
    [InlineData("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", 2)]
    [InlineData("漢\U000E0101", 2)]
    [InlineData("\ue0b0", 1)] // private use: the symbols of prompts
    public void What_people_write_passes_unchanged(string text, byte width)
    {
        Cell[] from = [Of(text, width), new Cell { Width = (byte)(width == 2 ? 0 : 1) }];
        var to = new Cell[2];
        SafeCells.Copy(from, to, clusters: true);
        Assert.Equal(text, to[0].Text);
        Assert.Equal(width, to[0].Width);
    }

    [Theory]
    [InlineData("a\U000E0041\U000E0042", "a")] // tags outside of a flag: text that nobody sees
    [InlineData("a\U000E0101", "a")]
    [InlineData("a\u202e", "a")]
    [InlineData("\u202ea", "\ufffd")]
    [InlineData("\e]2;x\a", "\ufffd")]
    public void What_hides_in_a_cluster_is_left_out(string text, string drawn)
    {
        var to = new Cell[1];
        SafeCells.Copy([Of(text, 1)], to, clusters: true);
        Assert.Equal(drawn, to[0].Text);
    }

    private static Cell Any(Random random)
    {
        var width = (byte)random.Next(random.Next(10) == 0 ? 5 : 3);
        var text = random.Next(3) == 0 ? Hostile[random.Next(Hostile.Length)] + Hostile[random.Next(Hostile.Length)] : Hostile[random.Next(Hostile.Length)];
        return random.Next(4) switch
        {
            0 => new Cell { CodePoint = random.Next(-5, 0x110010), Width = width },
            1 => Of(text, width) with { CodePoint = random.Next(0x300) },
            2 => Of(string.Concat(Enumerable.Repeat(text, random.Next(1, 20))), width),
            _ => Of(text, width),
        };
    }

    private static Cell Of(string text, byte width)
    {
        Rune.DecodeFromUtf16(text, out var first, out var used);
        return new Cell { CodePoint = first.Value, Cluster = used == text.Length ? null : text, Width = width };
    }

    private static void Check(Cell[] drawn, Cell[] from)
    {
        var fault = FaultOf(drawn);
        Assert.True(fault is null, fault is null ? "" : $"{fault}: {string.Join(' ', from.Select(c => $"{c.CodePoint:x}/{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(c.Cluster ?? ""))}/{c.Width}"))}");
    }

    private static string? FaultOf(Cell[] drawn)
    {
        for (var x = 0; x < drawn.Length; x++)
        {
            var cell = drawn[x];
            var half = cell.Width == 0 && x > 0 && drawn[x - 1].Width == 2;
            if (!half && (cell.Width is not (1 or 2) || (cell.Width == 2 && (x + 1 == drawn.Length || drawn[x + 1].Width != 0))))
            {
                return $"cell {x} is half of something";
            }

            if (!half && FaultOf(cell) is { } fault)
            {
                return $"cell {x} {fault}";
            }
        }

        return null;
    }

    private static string? FaultOf(in Cell cell)
    {
        if (cell.Cluster is null && !(cell.CodePoint == 0 || Rune.IsValid(cell.CodePoint)))
        {
            return "is no character";
        }

        var text = cell.Text;
        var first = text.EnumerateRunes().First();
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            var joins = rune != first && (rune.Value is 0x200C or 0x200D || (rune.Value is >= 0xE0020 and <= 0xE007F && first.Value == 0x1F3F4));
            var properties = Unicode.Properties(rune.Value);
            var emoji = Unicode.IsPictographic(properties) || Unicode.MayExtend(properties); // or the rest of a Hangul syllable
            if (rune != first && Unicode.Width(properties) > 0 && Unicode.Break(properties) != GraphemeBreak.SpacingMark && !(emoji && cell.Width == 2))
            {
                return $"holds U+{rune.Value:X4}, which takes columns of its own";
            }

            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
                || (category == UnicodeCategory.Format && !joins))
            {
                return $"holds U+{rune.Value:X4}";
            }
        }

        // EnumerateRunes shows an unpaired surrogate as U+FFFD, which it is not.
        var whole = !text.Where((c, i) => char.IsSurrogate(c) && !(i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1])) && !(i > 0 && char.IsSurrogatePair(text[i - 1], c))).Any();
        var width = Unicode.Width(Unicode.Properties(first.Value));
        return !whole ? "has an unpaired surrogate"
            : Rune.GetUnicodeCategory(first) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? "begins with a mark"
            : cell.Cluster is null ? (width == cell.Width ? null : $"is {cell.Width} columns for a character of {width}")
            : width > cell.Width ? $"is {cell.Width} columns for a cluster of {width}"
            : text.Length > 32 ? "is too long" : null;
    }
}
