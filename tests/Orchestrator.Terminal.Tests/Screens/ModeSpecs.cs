using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Screens;

/// <summary>Modes and resets that few programs use, as xterm has them.</summary>
public class ModeSpecs
{
    [Theory]
    [InlineData("a\eVb\eWc\e[2J", " b")] // SPA, EPA: erasing leaves them out
    [InlineData("a\eVb\eWc\e[2K", " b")]
    [InlineData("a\eVb\eWc\e[H\e[3X", " b")]
    [InlineData("a\eVb\eWc\e[?2J", " b")]
    [InlineData("a\eVb\eWc\e[0\"q\e[2J", "")] // DECSCA takes over
    [InlineData("a\e[1\"qb\e[0\"qc\e[2J", "")]
    [InlineData("a\e[1\"qb\e[0\"qc\e[?2J", " b")]
    public void Protected_cells_survive_what_respects_them(string input, string expected) =>
        Assert.Equal(expected, ScreenProbe.Show(10, 2, input).Text());

    [Theory]
    [InlineData("\e[?45h\e[2;1H\bX", "\nX")] // only into a line that wrapped
    [InlineData("\e[?45h0123456789ab\b\b\bX", "012345678X\nab")]
    [InlineData("\e[?1045h\e[2;1H\bX", "         X")]
    [InlineData("\e[?1045h\e[H\bX", "\n\n         X")] // from the top to the bottom
    [InlineData("\e[?1045h\e[!p\e[2;1H\bX", "\nX")]
    [InlineData("\e[?1045h\e[?7l\e[2;1H\bX", "\nX")]
    public void Backspace_goes_over_the_left_edge_only_when_asked_to(string input, string expected) =>
        Assert.Equal(expected, ScreenProbe.Show(10, 3, input).Text());

    [Theory]
    [InlineData("0123456789\tX", "0123456789\nX")]
    [InlineData("\e[?41h0123456789\tX", "0123456789\n        X")]
    public void A_tab_after_the_last_column_wraps_only_in_mode_41(string input, string expected) =>
        Assert.Equal(expected, ScreenProbe.Show(10, 3, input).Text());

    [Theory]
    [InlineData("\e[ A", " 012345678\nX")]
    [InlineData("\e[ @", "123456789\nX")]
    [InlineData("\e['~", "012345678\nX")]
    [InlineData("\e6", "01234567X9")] // DECBI steps back, which is a movement
    public void Moving_columns_keeps_the_wrap_that_is_pending(string move, string expected) =>
        Assert.Equal(expected, ScreenProbe.Show(10, 3, "0123456789" + move + "X").Text());

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(19)]
    public void Modes_that_are_never_set_say_so(int mode) =>
        Assert.Equal($"\e[{mode};4$y", ScreenProbe.Show(10, 3, $"\e[{mode}$p").Replies());

    [Theory]
    [InlineData("\e[?62n", "\e[0*{")]
    [InlineData("\e[?75n", "\e[?70n")]
    [InlineData("\e[?85n", "\e[?83n")]
    [InlineData("\e[?56n", "\e[?57;0n")]
    [InlineData("\e[13t", "\e[3;0;0t")]
    [InlineData("\e[15t", "\e[5;48;80t")]
    [InlineData("\eP$q*x\e\\", "\eP1$r0*x\e\\")]
    [InlineData("\e[2*x\eP$q*x\e\\", "\eP1$r2*x\e\\")]
    [InlineData("\eP$q$}\e\\", "\eP1$r0$}\e\\")]
    [InlineData("\e]4;1;#f00f00f00\a\e]4;1;?\a", "\e]4;1;rgb:f0f0/f0f0/f0f0\a")]
    [InlineData("\eP+q696E646E\e\\", "\eP1+r696E646E=1B5B25703125645\u0033\e\\")]
    [InlineData("\eP+q4D73\e\\", "\eP0+r\e\\")] // Ms would promise a clipboard
    public void Rare_reports_get_their_answer(string query, string answer) =>
        Assert.Equal(answer, ScreenProbe.Show(10, 3, query).Replies());

    [Fact]
    public void An_alternate_screen_that_becomes_narrower_and_wide_again_shows_what_it_showed()
    {
        var screen = ScreenProbe.Show(20, 3, "\e[?1049h\e[H\e[44m0123456789漢字abcd\e[m\r\nsecond line");
        var before = screen.State();
        screen.Resize(new TermSize(11, 3));
        Assert.Equal("0123456789\nsecond line", screen.Text());
        screen.Resize(new TermSize(20, 3));
        Assert.Equal("0123456789  字abcd\nsecond line", screen.Text()); // the one that was cut in two is gone
        screen.Resize(new TermSize(12, 3));
        screen.Resize(new TermSize(20, 3));
        Assert.Equal("0123456789  字abcd\nsecond line", screen.Text());
        Assert.NotEqual(before, screen.State());
    }

    [Fact]
    public void What_an_alternate_screen_cleared_while_it_was_narrow_does_not_come_back()
    {
        var screen = ScreenProbe.Show(20, 2, "\e[?1049h\e[H0123456789abcdefghij");
        screen.Resize(new TermSize(5, 2));
        screen.Type("\e[2J");
        screen.Resize(new TermSize(20, 2));
        Assert.Equal("", screen.Text());
    }

    [Fact]
    public void Tab_stops_come_back_behind_the_last_one_when_the_width_changes()
    {
        var screen = ScreenProbe.Show(40, 2, "\e[3g");
        screen.Resize(new TermSize(30, 2));
        screen.Type("\tX");
        Assert.Equal("        X", screen.Text());
    }
}
