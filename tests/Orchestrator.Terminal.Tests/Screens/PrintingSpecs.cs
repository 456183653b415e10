using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Screens;

public class PrintingSpecs
{
    [Fact]
    public void Text_wraps_only_when_the_character_after_the_last_column_comes()
    {
        var screen = ScreenProbe.Show(5, 3, "abcde");
        Assert.Equal(new CursorPosition(0, 4, PendingWrap: true), screen.Cursor);

        screen.Type("f");
        Assert.Equal("abcde\nf", screen.Text());
        Assert.True(screen.IsWrapped(1));
        Assert.Equal(new CursorPosition(1, 1), screen.Cursor);
    }

    [Fact]
    public void Without_autowrap_the_last_column_is_overwritten() =>
        Assert.Equal("abcdz", ScreenProbe.Show(5, 3, "\e[?7labcdefghz").Text());

    [Theory]
    [InlineData("\e[K")]
    [InlineData("\e[J")]
    public void Erasing_to_the_end_keeps_the_last_column_while_a_wrap_is_pending(string erase) =>
        Assert.Equal("abcde", ScreenProbe.Show(5, 3, "abcde" + erase).Text());

    [Fact]
    public void A_wide_character_takes_two_cells_and_wraps_whole()
    {
        var screen = ScreenProbe.Show(5, 3, "abcd漢");
        Assert.Equal("abcd\n漢", screen.Text());
        Assert.Equal([2, 0, 1], screen.Cells(1).Take(3).Select(c => (int)c.Width));
    }

    [Theory]
    [InlineData("漢\rX", "X")]
    [InlineData("漢\e[2GX", " X")]
    [InlineData("漢字\e[2G語", " 語")]
    public void Overwriting_half_of_a_wide_character_blanks_the_other_half(string input, string expected) =>
        Assert.Equal(expected, ScreenProbe.Show(10, 2, input).Text());

    [Fact]
    public void A_combining_mark_joins_the_character_before_even_in_the_last_column()
    {
        var screen = ScreenProbe.Show(3, 2, "abe\u0301");
        Assert.Equal("abe\u0301", screen.Text());
        Assert.Equal("e\u0301", screen.Cells(0)[2].Cluster);
        Assert.True(screen.Cursor.PendingWrap);
    }

    [Fact]
    public void A_combining_mark_without_a_base_does_not_move_the_cursor() =>
        Assert.Equal(new CursorPosition(0, 0), ScreenProbe.Show(5, 2, "\u0301").Cursor);

    [Fact]
    public void A_cluster_is_bounded_however_many_marks_come()
    {
        var screen = ScreenProbe.Show(5, 2, "e" + new string('\u0301', 100_000));
        Assert.InRange(screen.Cells(0)[0].Text.Length, 2, Screen.MaxCluster);
    }

    [Theory]
    [InlineData("👨‍👩‍👧")]
    [InlineData("👍🏻")]
    [InlineData("🇩🇪")]
    [InlineData("❤️")]
    [InlineData("1️⃣")]
    [InlineData("🏳️‍🌈")]
    public void With_mode_2027_an_emoji_sequence_is_one_cell_of_two_columns(string emoji)
    {
        var screen = ScreenProbe.Show(20, 2, "\e[?2027h" + emoji + "x");
        Assert.Equal((emoji, 2), (screen.Cells(0)[0].Text, screen.Cells(0)[0].Width));
        Assert.Equal("x", screen.Cells(0)[2].Text);
        Assert.Equal(2, Graphemes.Width(emoji));
    }

    [Fact]
    public void Without_mode_2027_every_code_point_counts_its_own_columns() =>
        Assert.Equal(4, ScreenProbe.Show(20, 2, "👍🏻").Cursor.Column);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0x41 }, "\uFFFDA")]
    [InlineData(new byte[] { 0xE2, 0x82, 0x41 }, "\uFFFDA")]
    [InlineData(new byte[] { 0xC0, 0x80 }, "\uFFFD\uFFFD")]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98, 0xF0, 0x9F, 0x98, 0x80 }, "\uFFFD😀")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "\uFFFD\uFFFD\uFFFD")]
    public void Invalid_UTF8_becomes_one_replacement_per_maximal_subpart(byte[] bytes, string expected)
    {
        var screen = new Screen(new TermSize(20, 2));
        screen.Feed(bytes);
        Assert.Equal(expected, screen.Text());
    }

    [Fact]
    public void REP_repeats_only_directly_after_a_character()
    {
        Assert.Equal("aaaa", ScreenProbe.Show(10, 2, "a\e[3b").Text());
        Assert.Equal("a", ScreenProbe.Show(10, 2, "a\e[m\e[3b").Text());
    }

    [Fact]
    public void Insert_mode_moves_what_follows() =>
        Assert.Equal("BARfoo", ScreenProbe.Show(8, 2, "foo\r\e[4hBAR").Text());

    [Fact]
    public void Special_graphics_draw_lines_until_the_set_is_changed_back() =>
        Assert.Equal("┌─┐q", ScreenProbe.Show(8, 2, "\e(0lqk\e(Bq").Text());
}
