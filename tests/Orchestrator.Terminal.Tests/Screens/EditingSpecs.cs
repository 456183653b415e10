using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Screens;

public class EditingSpecs
{
    [Fact]
    public void Lines_that_scroll_off_the_top_go_into_the_history()
    {
        var screen = ScreenProbe.Show(10, 2, "1\r\n2\r\n3\r\n4");
        Assert.Equal("3\n4", screen.Text());
        Assert.Equal(["1", "2"], screen.History());
        Assert.Equal(2, screen.ScrollbackTotal);
    }

    [Fact]
    public void The_history_keeps_the_newest_lines_within_its_limit()
    {
        var screen = ScreenProbe.Show(10, 1, string.Join("\r\n", Enumerable.Range(0, 1000)), new ScreenOptions { ScrollbackLimit = 3 });
        Assert.Equal(["996", "997", "998"], screen.History());
        Assert.Equal(999, screen.ScrollbackTotal);
    }

    [Fact]
    public void History_keeps_styles_wide_characters_and_clusters()
    {
        var screen = ScreenProbe.Show(10, 1, "a\e[31m漢\e[me\u0301\r\nx");
        var cells = screen.Cells(-1);
        Assert.Equal("a漢e\u0301", screen.RowText(-1));
        Assert.Equal(Color.Indexed(1), cells[1].Style.Foreground);
        Assert.Equal([1, 2, 0, 1], cells.Take(4).Select(c => (int)c.Width));
    }

    [Fact]
    public void A_scroll_region_scrolls_alone() =>
        Assert.Equal("1\n3\n\n4", ScreenProbe.Show(10, 4, "1\r\n2\r\n3\r\n4\e[2;3r\e[3;1H\n").Text());

    [Fact]
    public void Left_and_right_margins_bound_scrolling() =>
        Assert.Equal("abcd\ne  h\nifgl\n jk", ScreenProbe.Show(4, 4, "abcd\r\nefgh\r\nijkl\e[?69h\e[2;3s\e[2;4r\e[T\e[?69l").Text());

    [Theory]
    [InlineData("hello\e[2G\e[2@", "h  ello")]
    [InlineData("hello\e[2G\e[2P", "hlo")]
    [InlineData("hello\e[2G\e[2X", "h  lo")]
    [InlineData("a漢b\e[3G\e[P", "a b")]
    [InlineData("a漢b\e[3G\e[@", "a   b")]
    public void Characters_are_inserted_deleted_and_erased(string input, string expected) =>
        Assert.Equal(expected, ScreenProbe.Show(10, 2, input).Text());

    [Fact]
    public void Erased_cells_keep_the_background_and_nothing_else()
    {
        var screen = ScreenProbe.Show(5, 2, "\e[1;4;31;44m\e[K");
        Assert.All(screen.Cells(0), cell => Assert.Equal(new Style { Background = Color.Indexed(4) }, cell.Style));
    }

    [Fact]
    public void Protected_cells_survive_selective_erase_only()
    {
        Assert.Equal(" b", ScreenProbe.Show(5, 2, "a\e[1\"qb\e[\"qc\e[?2K").Text());
        Assert.Equal("", ScreenProbe.Show(5, 2, "a\e[1\"qb\e[\"qc\e[2K").Text());
    }

    [Fact]
    public void The_alternate_screen_gives_the_main_one_back()
    {
        var screen = ScreenProbe.Show(10, 3, "main\e[?1049h\e[Halt");
        Assert.True(screen.Modes.AlternateScreen);
        Assert.Equal("alt", screen.Text());

        screen.Type("\e[?1049l");
        Assert.Equal("main", screen.Text());
        Assert.Equal(new CursorPosition(0, 4), screen.Cursor);
    }

    [Fact]
    public void The_alternate_screen_adds_nothing_to_the_history()
    {
        var screen = ScreenProbe.Show(10, 2, "\e[?1049h1\r\n2\r\n3\r\n4");
        Assert.Equal(0, screen.ScrollbackCount);
    }

    [Fact]
    public void Only_rows_that_changed_get_a_new_version()
    {
        var screen = ScreenProbe.Show(10, 3, "a\r\nb\r\nc");
        long[] before = [screen.RowVersion(0), screen.RowVersion(1), screen.RowVersion(2)];
        screen.Type("\e[2;5Hx");
        Assert.Equal(before[0], screen.RowVersion(0));
        Assert.NotEqual(before[1], screen.RowVersion(1));
        Assert.Equal(before[2], screen.RowVersion(2));
    }

    [Theory]
    [InlineData("\e[38;5;200m", 200)]
    [InlineData("\e[38:5:200m", 200)]
    [InlineData("\e[95m", 13)]
    public void Indexed_colours_in_every_form(string sgr, byte index) =>
        Assert.Equal(Color.Indexed(index), ScreenProbe.Show(5, 1, sgr + "x").Cells(0)[0].Style.Foreground);

    [Theory]
    [InlineData("\e[48;2;1;2;3m")]
    [InlineData("\e[48:2:1:2:3m")]
    [InlineData("\e[48:2::1:2:3m")]
    public void True_colours_in_every_form(string sgr) =>
        Assert.Equal(Color.Rgb(1, 2, 3), ScreenProbe.Show(5, 1, sgr + "x").Cells(0)[0].Style.Background);

    [Fact]
    public void Underline_styles_and_colour_do_not_depend_on_each_other()
    {
        var style = ScreenProbe.Show(5, 1, "\e[4:3;58:2::9:8:7;53mx").Cells(0)[0].Style;
        Assert.Equal((UnderlineStyle.Curly, Color.Rgb(9, 8, 7), Attributes.Overline), (style.Underline, style.UnderlineColor, style.Attributes));
    }
}
