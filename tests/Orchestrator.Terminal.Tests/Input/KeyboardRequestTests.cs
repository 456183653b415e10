using System.Buffers;
using System.Text;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;
using static Orchestrator.Terminal.Tests.Input.Decoding;

namespace Orchestrator.Terminal.Tests.Input;

/// <summary>What a program asks of the keyboard, and what it hears when it asks back: as xterm 379 and kitty 0.26 answered.</summary>
public sealed class KeyboardRequestTests
{
    [Theory]
    [InlineData("\e[?4m", "\e[>4;0m")]
    [InlineData("\e[>4;2m\e[?4m", "\e[>4;2m")]
    [InlineData("\e[>4;2m\e[!p\e[?4m", "\e[>4;0m")]
    [InlineData("\e[>4;2m\ec\e[?4m", "\e[>4;0m")]
    [InlineData("\e[>4;2m\e[>4m\e[?4m", "\e[>4;0m")]
    [InlineData("\e[>4;2m\e[>4;m\e[?4m", "\e[>4;0m")]
    [InlineData("\e[>4;2m\e[>4n\e[?4m", "\e[>4;0m")]
    [InlineData("\e[>4;2m\e[>1m\e[?4m", "\e[>4;2m")]
    [InlineData("\e[?1049h\e[>4;1m\e[?1049l\e[?4m", "\e[>4;1m")]
    [InlineData("\e[>4;1f\e[?4g", "\e[>4;1f")]
    [InlineData("\e[>4;1f\e[>4f\e[?4g", "\e[>4;0f")]
    [InlineData("\e[>4;1f\e[!p\e[?4g", "\e[>4;0f")]
    [InlineData("\e[>1u\e[>2u\e[?u", "\e[?2u")]
    [InlineData("\e[>1u\e[>2u\e[<u\e[?u", "\e[?1u")]
    [InlineData("\e[>1u\e[<5u\e[?u", "\e[?0u")]
    [InlineData("\e[=5u\e[=2;2u\e[?u", "\e[?7u")]
    [InlineData("\e[=7u\e[=1;3u\e[?u", "\e[?6u")]
    [InlineData("\e[=6u\e[=7;4u\e[?u", "\e[?6u")]
    [InlineData("\e[=5u\e[>1u\e[<1u\e[?u", "\e[?5u")]
    [InlineData("\e[=5u\e[<1u\e[?u", "\e[?0u")]
    [InlineData("\e[=5u\e[<0u\e[?u", "\e[?5u")]
    [InlineData("\e[=5u\e[!p\e[?u", "\e[?5u")]
    [InlineData("\e[>5u\e[?1049h\ec\e[?u", "\e[?0u")]
    [InlineData("\e[>3u\e[?1049h\e[?u\e[>7u\e[?1049l\e[?u\e[?1049h\e[?u", "\e[?0u\e[?3u\e[?7u")]
    public void A_request_is_answered_as_by_the_real_terminal(string asked, string answer)
    {
        var screen = new Screen(new TermSize(10, 3));
        screen.Feed(Bytes(asked));
        var output = new ArrayBufferWriter<byte>();
        screen.TakeReplies(output);
        Assert.Equal(answer, Encoding.ASCII.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("\e[233;;233u", 24, "\e[233;;233u")]
    [InlineData("\e[0;;128104:127997u", 24, "\e[128104;;128104:127997u")]
    [InlineData("\e[0;;128104:127997u", 1, "\U0001F468\U0001F3FD")]
    [InlineData("\e[0;;128104:127997u", 0, "\U0001F468\U0001F3FD")]
    [InlineData("\e[97;1:2u", 10, "\e[97;1:2u")]
    [InlineData("\e[1;1:2A", 3, "\e[1;1:2A")]
    [InlineData("\e[1;1:2A", 1, "\e[A")]
    [InlineData("\e[97;1:2u", 0, "a")]
    [InlineData("\e[97;65;65u", 8, "\e[97;65u")]
    [InlineData("\e[1089::99;5u", 5, "\e[1089::99;5u")]
    [InlineData("\e[1089::99;5u", 0, "\u0003")]
    [InlineData("\e[57500;5u", 1, "\e[57500;5u")]
    [InlineData("\e[57500;5u", 0, "")]
    public void What_a_kitty_tells_is_carried_to_a_pane_that_asked(string bytes, int flags, string expected) =>
        Assert.Equal(Show(expected), Show(Through(bytes, new ScreenModes { Kitty = (KittyKeyboard)flags })));
}
