using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Rendering;

/// <summary>The price of one changed cell in a 160x50 picture, cursor elsewhere.</summary>
public sealed class OneCellSpecs
{
    private const int Goal = 40;

    // What agents and shells use, after codex, Claude, gemini, htop, vim and ls.
    private static readonly Style[] Styles =
    [
        default,
        new() { Attributes = Attributes.Bold },
        new() { Attributes = Attributes.Dim },
        new() { Attributes = Attributes.Italic | Attributes.Dim },
        new() { Attributes = Attributes.Inverse },
        new() { Attributes = Attributes.Bold | Attributes.Inverse, Foreground = Color.Indexed(2) },
        new() { Underline = UnderlineStyle.Single, Foreground = Color.Indexed(12) },
        new() { Underline = UnderlineStyle.Curly, UnderlineColor = Color.Indexed(9) },
        new() { Foreground = Color.Indexed(1) },
        new() { Foreground = Color.Indexed(10), Background = Color.Indexed(0) },
        new() { Foreground = Color.Indexed(214), Attributes = Attributes.Bold },
        new() { Foreground = Color.Indexed(231), Background = Color.Indexed(238) },
        new() { Background = Color.Indexed(236) },
        new() { Foreground = Color.Rgb(215, 119, 87) },
        new() { Foreground = Color.Rgb(255, 255, 255), Attributes = Attributes.Bold },
        new() { Foreground = Color.Rgb(153, 153, 153), Attributes = Attributes.Italic },
        new() { Background = Color.Rgb(55, 55, 55) },
    ];

    private static readonly Cell[] Texts =
    [
        Cell.Of('x'), new() { CodePoint = 0x280b, Width = 1 }, new() { CodePoint = 0x2588, Width = 1 }, new() { CodePoint = 0x273b, Width = 1 }, new() { CodePoint = 0x1f600, Width = 2 },
    ];

    [Theory]
    [InlineData(true, true)]
    [LongInlineData(true, false)]
    [LongInlineData(false, true)]
    [LongInlineData(false, false)]
    public void From_any_style_to_any_other_five_of_six_are_at_most_forty_bytes_and_none_more_than_forty_seven(bool synchronized, bool cursorShown)
    {
        (int length, string what) worst = default;
        var lengths = new List<int>();
        foreach (var from in Styles)
        {
            foreach (var to in Styles)
            {
                foreach (var text in Texts)
                {
                    var length = Cost(from, text with { Style = to }, synchronized, cursorShown);
                    lengths.Add(length);
                    worst = length > worst.length ? (length, $"{from} to {to}, '{text.Text}'") : worst;
                }
            }
        }

        lengths.Sort();
        var above = lengths.Count(length => length > Goal);
        var spread = $"half of all need at most {lengths[lengths.Count / 2]} bytes, {above} of {lengths.Count} more than {Goal}, the worst {worst.length}: {worst.what}";
        // Above are only those with two new colours of the 256, or one of 24 bits and an attribute that ends, when both moves take their full 9 bytes.
        Assert.True(worst.length <= 47 && above <= lengths.Count / 6 && lengths[lengths.Count / 2] <= 30, spread);
    }

    // The colour is 58:2::255:255:255, since only its form with colons is skipped by terminals that do not know it.
    [Fact]
    public void With_a_new_24_bit_underline_colour_it_is_at_most_forty_eight() =>
        Assert.InRange(Cost(new Style { Attributes = Attributes.Bold }, Cell.Of('x', new Style { Underline = UnderlineStyle.Curly, UnderlineColor = Color.Rgb(255, 100, 100) }), synchronized: true, cursorShown: true), 1, 48);

    // The two colours alone are 36 bytes (38;2;255;255;255;48;2;255;255;255 and CSI m), and the cursor goes there and back.
    [Fact]
    public void With_two_new_24_bit_colours_it_is_at_most_fifty_eight()
    {
        Style style = new() { Foreground = Color.Rgb(200, 201, 202), Background = Color.Rgb(100, 101, 102) };
        Assert.InRange(Cost(default, new Cell { CodePoint = 0x280b, Width = 1, Style = style }, synchronized: true, cursorShown: true), 1, 58);
        Assert.InRange(Cost(default, Cell.Of('x', style), synchronized: true, cursorShown: false), 1, 46);
    }

    [Fact]
    public void A_spinner_that_keeps_its_colours_costs_two_moves_and_its_sign()
    {
        Style style = new() { Foreground = Color.Rgb(200, 201, 202), Background = Color.Rgb(100, 101, 102) };
        Assert.InRange(Cost(style, new Cell { CodePoint = 0x280b, Width = 1, Style = style }, synchronized: true, cursorShown: true), 1, 21);
    }

    /// <summary>Bytes for one changed cell at row 41, column 121 with the cursor at row 50, column 151, when what was drawn last had the style <paramref name="from"/>.</summary>
    private static int Cost(Style from, Cell cell, bool synchronized, bool cursorShown)
    {
        var surface = new Surface(new TermSize(160, 50)) { Cursor = cursorShown ? new CursorPosition(49, 150) : null };
        var renderer = new FrameRenderer(OuterTerminal.Modern with { SynchronizedOutput = synchronized });
        FrameRendererTests.Render(renderer, surface);
        surface.Row(2)[2] = Cell.Of('a', from);
        FrameRendererTests.Render(renderer, surface);
        surface.Row(40)[120] = cell;
        if (cell.Width == 2)
        {
            surface.Row(40)[121] = new Cell { Style = cell.Style, Width = 0 };
        }

        return FrameRendererTests.Render(renderer, surface).Length;
    }
}
