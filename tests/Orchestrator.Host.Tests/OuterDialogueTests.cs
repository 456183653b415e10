using System.Buffers;
using System.Text;
using Orchestrator.Host.Clients;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Tests;

public sealed class OuterDialogueTests
{
    private static readonly Dictionary<string, string> s_xterm = new() { ["TERM"] = "xterm-256color" };

    [Fact]
    public void The_terminal_is_asked_once_and_last_for_what_every_terminal_answers()
    {
        var dialogue = new OuterDialogue(s_xterm);
        Assert.Equal("\e[?2026$p\e[?2027$p\e[>q\e[?u\e[c", Said(dialogue, null));
        Assert.Equal("", Said(dialogue, null));
        dialogue.Entered();
        Assert.Equal("", Said(dialogue, null));
    }

    [Theory]
    [InlineData("linux")]
    [InlineData("screen-256color")]
    [InlineData("vt100")]
    public void Terminals_that_would_show_it_are_asked_for_nothing(string term)
    {
        var dialogue = new OuterDialogue(new Dictionary<string, string> { ["TERM"] = term });
        Assert.Equal("", Said(dialogue, new ScreenModes { Kitty = KittyKeyboard.DisambiguateEscapeCodes, ModifyOtherKeys = 2 }));
        Assert.False(dialogue.Hear(Reply("\e[?2026;2$y")));
        Assert.False(dialogue.Hear(Reply("\e[?0u")));
    }

    [Fact]
    public void Keys_are_told_apart_while_the_pane_with_the_focus_wants_it()
    {
        var dialogue = new OuterDialogue(s_xterm);
        Said(dialogue, null);
        var wish = new ScreenModes { Kitty = KittyKeyboard.DisambiguateEscapeCodes };
        Assert.Equal("\e[>4;2m", Said(dialogue, wish));
        Assert.Equal("", Said(dialogue, wish));
        Assert.True(dialogue.Hear(Reply("\e[?0u")));
        string kitty = Said(dialogue, wish);
        Assert.StartsWith("\e[>4;0m\e[=", kitty, StringComparison.Ordinal);
        Assert.Equal("\e[=0;1u", Said(dialogue, null));
    }

    [Fact]
    public void The_mouse_is_left_to_the_terminal_when_the_settings_say_so()
    {
        var dialogue = new OuterDialogue(s_xterm, takesMouse: false);
        Assert.StartsWith("\e[?1006l\e[?1002l", Said(dialogue, null, anyMotion: true), StringComparison.Ordinal);
        Assert.Equal("", Said(dialogue, null, anyMotion: true));
    }

    [Fact]
    public void A_terminal_that_is_taken_again_is_told_again()
    {
        var dialogue = new OuterDialogue(s_xterm);
        var wish = new ScreenModes { ModifyOtherKeys = 1 };
        Said(dialogue, wish, anyMotion: true);
        dialogue.Entered();
        Assert.Equal("\e[>4;1m\e[?1003h", Said(dialogue, wish, anyMotion: true));
    }

    [Fact]
    public void Every_move_of_the_mouse_is_asked_for_only_while_a_pane_wants_it()
    {
        var dialogue = new OuterDialogue(s_xterm);
        Said(dialogue, null);
        Assert.Equal("\e[?1003h", Said(dialogue, null, anyMotion: true));
        Assert.Equal("", Said(dialogue, null, anyMotion: true));
        Assert.Equal("\e[?1003l\e[?1002h", Said(dialogue, null));
    }

    [Fact]
    public void Answers_tell_what_the_environment_did_not()
    {
        var dialogue = new OuterDialogue(s_xterm);
        Assert.False(dialogue.Outer.SynchronizedOutput);
        Assert.True(dialogue.Hear(Reply("\e[?2026;2$y")));
        Assert.True(dialogue.Outer.SynchronizedOutput);
        Assert.False(dialogue.Hear(Reply("\e[?2026;2$y")));
        Assert.True(dialogue.Hear(Reply("\eP>|kitty(0.26.5)\e\\")));
        Assert.True(dialogue.Outer is { Colors: ColorDepth.TrueColor, ExtendedUnderline: true, Name: "kitty(0.26.5)" });
        Assert.True(dialogue.Hear(Reply("\e[?2026;0$y")));
        Assert.False(dialogue.Outer.SynchronizedOutput);

        Assert.False(dialogue.Hear(Reply("\e[?2027;2$y")));
        Assert.True(dialogue.Hear(Reply("\e[?2027;1$y")));
        Assert.True(dialogue.Outer.Clusters);

        var colourless = new OuterDialogue(new Dictionary<string, string>(s_xterm) { ["NO_COLOR"] = "1" });
        colourless.Hear(Reply("\eP>|foot(1.13.1)\e\\"));
        Assert.Equal(ColorDepth.None, colourless.Outer.Colors);
    }

    [Fact]
    public void Links_are_drawn_where_the_terminal_and_the_user_take_them()
    {
        Assert.True(new OuterDialogue(s_xterm).Outer.Hyperlinks);
        Assert.False(new OuterDialogue(s_xterm, links: false).Outer.Hyperlinks);
        Assert.False(new OuterDialogue(new Dictionary<string, string> { ["TERM"] = "linux" }).Outer.Hyperlinks);
    }

    [Fact]
    public void Nonsense_for_an_answer_changes_nothing()
    {
        var dialogue = new OuterDialogue(s_xterm);
        OuterTerminal before = dialogue.Outer;
        foreach (string answer in new[] { "\e[?2026;9$y", "\e[?2026;$y", "\e[?2026;22$y", "\e[?64;1;2c", "\eP>|\e\\", "\eP>|" + new string('x', 5000), "\eP>|a\u0007b\e\\", "\e[?u", "\e[", "", "\e]11;rgb:0/0/0\a", "\e[?4;2$y" })
        {
            Assert.False(dialogue.Hear(Reply(answer)), answer);
        }

        Assert.Same(before, dialogue.Outer);
    }

    private static ReplyInput Reply(string text) => new(Encoding.Latin1.GetBytes(text));

    private static string Said(OuterDialogue dialogue, ScreenModes? keysGoTo, bool anyMotion = false)
    {
        var output = new ArrayBufferWriter<byte>();
        dialogue.Write(keysGoTo, anyMotion, output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
