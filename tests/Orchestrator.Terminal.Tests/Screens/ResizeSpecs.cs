using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Screens;

public class ResizeSpecs
{
    [Fact]
    public void Wrapped_lines_are_joined_and_wrapped_at_the_new_width()
    {
        var screen = ScreenProbe.Show(10, 4, "abcdefghijklmno\r\nnext");
        screen.Resize(new TermSize(5, 4));
        Assert.Equal("abcde\nfghij\nklmno\nnext", screen.Text());
        screen.Resize(new TermSize(20, 4));
        Assert.Equal("abcdefghijklmno\nnext", screen.Text());
    }

    [Fact]
    public void The_history_is_wrapped_too_and_nothing_is_lost()
    {
        var screen = ScreenProbe.Show(10, 2, "0123456789abc\r\n2\r\n3\r\n4");
        screen.Resize(new TermSize(5, 2));
        Assert.Equal("01234 56789 abc 2", string.Join(' ', screen.History()));
        screen.Resize(new TermSize(20, 2));
        Assert.Equal("0123456789abc 2", string.Join(' ', screen.History()));
        Assert.Equal("3\n4", screen.Text());
    }

    [Fact]
    public void The_cursor_stays_on_its_character()
    {
        var screen = ScreenProbe.Show(10, 4, "abcdefghijklm\e[2D");
        screen.Resize(new TermSize(4, 4));
        Assert.Equal(new CursorPosition(2, 3), screen.Cursor);
        screen.Type("L");
        Assert.Equal("abcd\nefgh\nijkL\nm", screen.Text());
    }

    [Fact]
    public void A_wide_character_is_never_cut()
    {
        var screen = ScreenProbe.Show(6, 4, "漢字漢字");
        screen.Resize(new TermSize(5, 4));
        Assert.Equal("漢字\n漢字", screen.Text());
        screen.Resize(new TermSize(8, 4));
        Assert.Equal("漢字漢字", screen.Text());
    }

    [Fact]
    public void A_lower_screen_drops_blank_rows_first_and_then_fills_the_history()
    {
        var screen = ScreenProbe.Show(10, 5, "1\r\n2\r\n3");
        screen.Resize(new TermSize(10, 3));
        Assert.Equal(0, screen.ScrollbackCount);
        screen.Resize(new TermSize(10, 2));
        Assert.Equal(["1"], screen.History());
        Assert.Equal("2\n3", screen.Text());
        screen.Resize(new TermSize(10, 4));
        Assert.Equal("1\n2\n3", screen.Text());
        Assert.Equal(new CursorPosition(2, 1), screen.Cursor);
    }

    [Fact]
    public void The_alternate_screen_is_cut_and_the_main_one_behind_it_reflows()
    {
        var screen = ScreenProbe.Show(10, 3, "abcdefghij\e[?1049h\e[H0123456789");
        screen.Resize(new TermSize(5, 3));
        Assert.Equal("01234", screen.Text());
        screen.Type("\e[?1049l");
        Assert.Equal("abcde\nfghij", screen.Text());
    }

    [Fact]
    public void A_program_that_redraws_its_whole_screen_at_every_width_leaves_no_copies_in_the_history()
    {
        var screen = ScreenProbe.Show(40, 6, "");
        for (var width = 40; width > 20; width--)
        {
            screen.Resize(new TermSize(width, 6));
            screen.Type("\e[H\e[2J\e[3J" + string.Join("\r\n", Enumerable.Range(0, 6).Select(i => $"{i}" + new string('=', width - 1))));
        }

        Assert.Equal(0, screen.ScrollbackCount);
    }
}
