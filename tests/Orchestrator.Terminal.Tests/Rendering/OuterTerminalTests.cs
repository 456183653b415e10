using System.Text;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Rendering;

public sealed class OuterTerminalTests
{
    [Theory]
    [InlineData("TERM=xterm-256color COLORTERM=truecolor", ColorDepth.TrueColor)]
    [InlineData("TERM=xterm-256color", ColorDepth.Palette256)]
    [InlineData("TERM=xterm", ColorDepth.Ansi16)]
    [InlineData("TERM=linux", ColorDepth.Ansi16)]
    [InlineData("TERM=vt100", ColorDepth.None)]
    [InlineData("TERM=xterm-kitty", ColorDepth.TrueColor)]
    [InlineData("TERM=foot", ColorDepth.TrueColor)]
    [InlineData("TERM=xterm-direct", ColorDepth.TrueColor)]
    [InlineData("TERM=screen-256color COLORTERM=truecolor TMUX=/tmp/x,1,0", ColorDepth.TrueColor)]
    [InlineData("TERM=screen.xterm-256color COLORTERM=truecolor STY=1.x", ColorDepth.Palette256)]
    [InlineData("TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1", ColorDepth.None)]
    [InlineData("TERM=xterm-256color COLORTERM=truecolor NO_COLOR=", ColorDepth.TrueColor)]
    [InlineData("TERM=dumb COLORTERM=truecolor", ColorDepth.None)]
    public void The_colours_follow_from_the_environment_of_the_client(string environment, ColorDepth expected) =>
        Assert.Equal(expected, From(environment).Colors);

    [Theory]
    [InlineData("TERM=xterm-kitty", true)]
    [InlineData("TERM=foot", true)]
    [InlineData("TERM=xterm-256color TERM_PROGRAM=WezTerm", true)]
    [InlineData("TERM=tmux-256color TERM_PROGRAM=WezTerm TMUX=x", false)]
    [InlineData("TERM=xterm-256color", false)]
    [InlineData("TERM=linux", false)]
    public void Synchronized_output_is_used_where_it_is_known_to_be(string environment, bool expected) =>
        Assert.Equal(expected, From(environment).SynchronizedOutput);

    [Fact]
    public void A_dumb_terminal_cannot_be_drawn_on()
    {
        Assert.False(From("TERM=dumb").CanDraw);
        Assert.False(OuterTerminal.FromEnvironment(new Dictionary<string, string>()).CanDraw);
        Assert.True(From("TERM=linux").CanDraw);
    }

    [Fact]
    public void What_entering_switches_on_leaving_switches_off()
    {
        var enter = Encoding.ASCII.GetString(OuterTerminal.Modern.EnterSequence.Span);
        var leave = Encoding.ASCII.GetString(OuterTerminal.Modern.LeaveSequence.Span);
        foreach (var mode in new[] { 1049, 2004, 1004, 1002, 1006, 2031 })
        {
            Assert.Contains($"\e[?{mode}h", enter, StringComparison.Ordinal);
            Assert.Contains($"\e[?{mode}l", leave, StringComparison.Ordinal);
        }

        foreach (var reset in new[] { "\e[m", "\e[r", "\e[0 q", "\e[?25h", "\e[?7h", "\e[?2026l", "\e[>4m" })
        {
            Assert.Contains(reset, leave, StringComparison.Ordinal);
        }

        var noMouse = Encoding.ASCII.GetString((OuterTerminal.Modern with { Mouse = false }).EnterSequence.Span);
        Assert.DoesNotContain("1002", noMouse, StringComparison.Ordinal);
    }

    [Fact]
    public void The_linux_console_gets_no_sequence_that_it_would_print()
    {
        var console = From("TERM=linux");
        var all = Encoding.ASCII.GetString(console.EnterSequence.Span) + Encoding.ASCII.GetString(console.LeaveSequence.Span);
        Assert.DoesNotContain(" q", all, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[>", all, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[=", all, StringComparison.Ordinal);
        Assert.DoesNotContain("2031", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(255, 0, 0, 196, 9)]
    [InlineData(0, 0, 0, 16, 0)]
    [InlineData(255, 255, 255, 231, 15)]
    [InlineData(8, 8, 8, 232, 0)]
    [InlineData(95, 135, 175, 67, 8)]
    [InlineData(0, 205, 0, 40, 2)]
    public void Colours_come_down_to_the_nearest_that_there_is(byte red, byte green, byte blue, byte in256, byte in16)
    {
        Assert.Equal(Color.Indexed(in256), ColorMap.Map(Color.Rgb(red, green, blue), ColorDepth.Palette256));
        Assert.Equal(Color.Indexed(in16), ColorMap.Map(Color.Rgb(red, green, blue), ColorDepth.Ansi16));
        Assert.Equal(Color.Default, ColorMap.Map(Color.Rgb(red, green, blue), ColorDepth.None));
        Assert.Equal(Color.Rgb(red, green, blue), ColorMap.Map(Color.Rgb(red, green, blue), ColorDepth.TrueColor));
    }

    private static OuterTerminal From(string environment) =>
        OuterTerminal.FromEnvironment(environment.Split(' ').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));
}
