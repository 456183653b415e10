using System.Buffers;
using System.Text;
using Orchestrator.Pty;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Screens;
using static Orchestrator.Terminal.Tests.Input.Decoding;

namespace Orchestrator.Terminal.Tests.Input;

public sealed class OuterKeyboardTests
{
    [Theory]
    [InlineData(OuterKeyProtocol.None)]
    [InlineData(OuterKeyProtocol.ModifyOtherKeys)]
    [InlineData(OuterKeyProtocol.Kitty)]
    public void Nothing_is_asked_for_a_program_that_asked_for_nothing(OuterKeyProtocol protocol)
    {
        Assert.Equal(OuterKeyboard.Initial(protocol), OuterKeyboard.For(protocol, null));
        Assert.Equal(OuterKeyboard.Initial(protocol), OuterKeyboard.For(protocol, new ScreenModes { ApplicationCursorKeys = true, BracketedPaste = true }));
        Assert.Empty(Switch(OuterKeyboard.Initial(protocol), OuterKeyboard.For(protocol, null)));
    }

    [Theory]
    [InlineData(1, 0, 1 | 4)]
    [InlineData(3, 0, 3 | 4)]
    [InlineData(4, 0, 4)]
    [InlineData(2, 0, 2 | 4)]
    [InlineData(8, 0, 8 | 4 | 16 | 1)]
    [InlineData(31, 0, 31)]
    [InlineData(0, 1, 1 | 4)]
    [InlineData(0, 2, 1 | 4)]
    [InlineData(1, 2, 1 | 4)]
    public void A_kitty_terminal_gets_the_flags_of_the_pane_and_those_that_our_own_bindings_need(byte kitty, byte other, byte flags)
    {
        var wanted = OuterKeyboard.For(OuterKeyProtocol.Kitty, Modes(kitty, other));
        Assert.Equal(flags, wanted.Value);
        Assert.Equal($"\e[={flags};1u", Switch(OuterKeyboard.Initial(OuterKeyProtocol.Kitty), wanted));
        Assert.Equal("\e[=0;1u", Switch(wanted, OuterKeyboard.For(OuterKeyProtocol.Kitty, null)));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0, 2, 2)]
    [InlineData(1, 0, 2)]
    [InlineData(8, 1, 2)]
    [InlineData(31, 0, 2)]
    public void An_xterm_gets_the_level_that_tells_the_panes_keys_apart(byte kitty, byte other, byte level)
    {
        var wanted = OuterKeyboard.For(OuterKeyProtocol.ModifyOtherKeys, Modes(kitty, other));
        Assert.Equal($"\e[>4;{level}m", Switch(OuterKeyboard.Initial(OuterKeyProtocol.ModifyOtherKeys), wanted));
        Assert.Empty(Switch(wanted, wanted));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(22)]
    public void An_xterm_is_not_asked_for_what_it_cannot_tell(byte kitty) =>
        Assert.Equal(OuterKeyboard.Initial(OuterKeyProtocol.ModifyOtherKeys), OuterKeyboard.For(OuterKeyProtocol.ModifyOtherKeys, Modes(kitty, 0)));

    [Fact]
    public void A_terminal_without_protocols_is_never_asked() =>
        Assert.Empty(Switch(OuterKeyboard.Initial(OuterKeyProtocol.None), OuterKeyboard.For(OuterKeyProtocol.None, Modes(31, 2))));

    [Fact]
    public void A_terminal_that_turns_out_to_have_the_kitty_protocol_is_asked_by_that_alone()
    {
        var pane = Modes(1, 0);
        var before = OuterKeyboard.For(OuterKeyProtocol.ModifyOtherKeys, pane);
        Assert.Equal("\e[>4;0m\e[=5;1u", Switch(before, OuterKeyboard.For(OuterKeyProtocol.Kitty, pane)));
        Assert.Empty(Switch(OuterKeyboard.Initial(OuterKeyProtocol.ModifyOtherKeys), OuterKeyboard.Initial(OuterKeyProtocol.Kitty)));
    }

    [Fact]
    public void Only_the_answer_to_the_query_says_kitty()
    {
        Assert.True(OuterKeyboard.IsKittyAnswer(Assert.IsType<ReplyInput>(One("\e[?0u"))));
        Assert.True(OuterKeyboard.IsKittyAnswer(Assert.IsType<ReplyInput>(One("\e[?31u"))));
        Assert.False(OuterKeyboard.IsKittyAnswer(Assert.IsType<ReplyInput>(One("\e[?62c"))));
        Assert.False(OuterKeyboard.IsKittyAnswer(Assert.IsType<ReplyInput>(One("\e[?1;2R"))));
    }

    [Fact]
    public void A_terminal_is_given_back_as_it_was_found_whatever_was_asked_last()
    {
        // Our own emulator plays the outer terminal: a program before us left flags on the alternate screen.
        foreach (var kitty in new byte[] { 0, 1, 31 })
        {
            var outer = new Screen(new TermSize(80, 24));
            outer.Feed("\e[?1049h\e[>5u"u8);
            outer.Feed(OuterKeyboard.Enter);
            Assert.Equal(KittyKeyboard.None, outer.Modes.Kitty);
            var wanted = OuterKeyboard.For(OuterKeyProtocol.Kitty, Modes(kitty, 0));
            outer.Feed(Bytes(Switch(OuterKeyboard.Initial(OuterKeyProtocol.Kitty), wanted)));
            Assert.Equal(wanted.Value, (byte)outer.Modes.Kitty);
            outer.Feed(OuterKeyboard.Leave);
            Assert.Equal((KittyKeyboard)5, outer.Modes.Kitty);
        }
    }

    private static ScreenModes Modes(byte kitty, byte other) => new() { Kitty = (KittyKeyboard)kitty, ModifyOtherKeys = other };

    private static string Switch(OuterKeyboard from, OuterKeyboard to)
    {
        var output = new ArrayBufferWriter<byte>();
        to.WriteSwitch(from, output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
