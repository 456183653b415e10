using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Screens;

/// <summary>What a program is told of the colours of the terminal that shows it.</summary>
public class ColorAnswerSpecs
{
    private static readonly ScreenColors Solarized = ScreenColors.Dark.With(XColor.Background, 0xFDF6E3).With(XColor.Foreground, 0x657B83).With(1, 0xDC322F);

    private static readonly ScreenOptions Unknown = new() { OuterColors = null };

    [Theory]
    [InlineData("\e]10;?\a", "\e]10;rgb:6565/7b7b/8383\a")]
    [InlineData("\e]11;?\a", "\e]11;rgb:fdfd/f6f6/e3e3\a")]
    [InlineData("\e]12;?\a", "\e]12;rgb:6565/7b7b/8383\a")]
    [InlineData("\e]4;1;?\a", "\e]4;1;rgb:dcdc/3232/2f2f\a")]
    [InlineData("\e]4;2;?\a", "\e]4;2;rgb:0000/cdcd/0000\a")]
    [InlineData("\e[?996n", "\e[?997;2n")]
    [InlineData("\e]11;#000\a\e]11;?\a", "\e]11;rgb:0000/0000/0000\a")]
    [InlineData("\e]11;#000\a\e]111\a\e]11;?\a", "\e]11;rgb:fdfd/f6f6/e3e3\a")]
    public void It_is_what_the_terminal_said(string query, string answer) =>
        Assert.Equal(answer, ScreenProbe.Show(80, 24, query, new ScreenOptions { OuterColors = Solarized }).Replies());

    [Fact]
    public void A_light_scheme_without_colours_is_black_on_white() =>
        Assert.Equal(
            "\e]10;rgb:0000/0000/0000\a\e]11;rgb:ffff/ffff/ffff\a",
            ScreenProbe.Show(80, 24, "\e]10;?;?\a", new ScreenOptions { OuterColors = ScreenColors.Light }).Replies());

    [Fact]
    public void While_they_are_not_known_their_answers_wait_and_those_behind_them()
    {
        var screen = ScreenProbe.Show(80, 24, "\e[5n\e]11;?\a\e[c", Unknown);
        Assert.Equal("\e[0n", screen.Replies());
        Assert.True(screen.AwaitsColors);
        Assert.False(screen.HasReplies);
        screen.OuterColors = Solarized;
        screen.Type("\e[5n");
        Assert.Equal("\e]11;rgb:fdfd/f6f6/e3e3\a\e[?1;2c\e[0n", screen.Replies());
        Assert.False(screen.AwaitsColors);
    }

    [Fact]
    public void Answers_that_wait_are_bounded()
    {
        var screen = ScreenProbe.Show(80, 24, string.Concat(Enumerable.Repeat("\e]11;?\a", 100_000)), Unknown);
        screen.OuterColors = Solarized;
        Assert.InRange(screen.Replies().Length, 1, 64 * 1024);
    }

    [Fact]
    public void A_change_is_told_to_who_wants_to_hear_of_it()
    {
        var screen = ScreenProbe.Show(80, 24, "\e[?2031h", Unknown);
        screen.OuterColors = Solarized; // no change: it was not known
        screen.OuterColors = ScreenColors.Dark.With(XColor.Background, 0xFDF6E3).With(XColor.Foreground, 0x657B83).With(1, 0xDC322F);
        Assert.Equal("", screen.Replies());
        screen.OuterColors = ScreenColors.Dark;
        Assert.Equal("\e[?997;1n", screen.Replies());
        screen.Type("\e[?2031l");
        screen.OuterColors = Solarized;
        Assert.Equal("", screen.Replies());
    }

    [Fact]
    public void A_colour_of_its_own_is_not_the_terminals_to_change()
    {
        var screen = ScreenProbe.Show(80, 24, "\e]11;#123456\a", Unknown);
        screen.OuterColors = ScreenColors.Dark;
        screen.OuterColors = ScreenColors.Light;
        screen.Type("\e]11;?\a\e]111\a\e]11;?\a");
        Assert.Equal("\e]11;rgb:1212/3434/5656\a\e]11;rgb:ffff/ffff/ffff\a", screen.Replies());
    }
}
