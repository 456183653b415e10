using System.Buffers;
using System.Text;
using Orchestrator.Host.Clients;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Tests;

public sealed class OuterDialogueTests
{
    private const string Colours =
        "\e]10;?\e\\\e]11;?\e\\\e]12;?\e\\\e]4;00;?\e\\\e]4;01;?\e\\\e]4;02;?\e\\\e]4;03;?\e\\\e]4;04;?\e\\\e]4;05;?\e\\\e]4;06;?\e\\\e]4;07;?\e\\"
        + "\e]4;08;?\e\\\e]4;09;?\e\\\e]4;10;?\e\\\e]4;11;?\e\\\e]4;12;?\e\\\e]4;13;?\e\\\e]4;14;?\e\\\e]4;15;?\e\\";

    private static readonly Dictionary<string, string> Xterm = new() { ["TERM"] = "xterm-256color" };

    [Fact]
    public void The_terminal_is_asked_once_and_last_for_what_every_terminal_answers()
    {
        var dialogue = new OuterDialogue(Xterm);
        Assert.Equal($"\e[?2026$p\e[?2027$p\e[>q\e[?u{Colours}\e[?996n\e[c", Said(dialogue, null));
        Assert.Equal("", Said(dialogue, null));
    }

    [Fact]
    public void A_terminal_that_is_taken_again_is_asked_for_its_colours_again()
    {
        var dialogue = new OuterDialogue(Xterm);
        Said(dialogue, null);
        dialogue.Entered();
        Assert.Equal($"{Colours}\e[?996n\e[c", Said(dialogue, null));
    }

    [Fact]
    public void Colours_are_known_when_the_last_question_is_answered()
    {
        var dialogue = new OuterDialogue(new Dictionary<string, string>(Xterm) { ["COLORFGBG"] = "15;0" });
        Assert.Equal(ScreenColors.FromVariable("15;0"), dialogue.Colors.Known);
        Said(dialogue, null);
        Assert.False(dialogue.Colors.Hear(Reply("\e]11;rgb:fdfd/f6f6/e3e3\a")));
        Assert.False(dialogue.Colors.Hear(Reply("\e[?997;2n")));
        Assert.True(dialogue.Colors.IsAsking);
        Assert.True(dialogue.Colors.Hear(Reply("\e[?64;1;2c")));
        Assert.False(dialogue.Colors.IsAsking || dialogue.Colors.WantsToAsk);
        Assert.True(dialogue.Colors.Known!.IsLight);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("15;0", false)]
    [InlineData("0;15", true)]
    [InlineData("0;default;7", true)]
    [InlineData("default;default", null)]
    [InlineData("0;256", null)]
    public void A_terminal_that_does_not_say_its_colours_is_taken_for_what_the_environment_says(string? variable, bool? light)
    {
        Dictionary<string, string> environment = new(Xterm);
        if (variable is not null)
        {
            environment["COLORFGBG"] = variable;
        }

        var dialogue = new OuterDialogue(environment);
        Said(dialogue, null);
        Assert.True(dialogue.Colors.Hear(Reply("\e[?1;2c")));
        Assert.Equal(variable is null ? null : light, dialogue.Colors.Known?.IsLight);
    }

    [Fact]
    public void A_change_that_the_terminal_tells_of_is_asked_about_before_it_counts()
    {
        var dialogue = new OuterDialogue(Xterm);
        Said(dialogue, null);
        dialogue.Colors.Hear(Reply("\e]11;#ffffff\e\\"));
        dialogue.Colors.Hear(Reply("\e[?1;2c"));
        Assert.True(dialogue.Colors.Known!.IsLight);

        Assert.False(dialogue.Colors.Hear(Reply("\e[?997;1n")));
        Assert.True(dialogue.Colors.Known.IsLight);
        Assert.Equal($"{Colours}\e[c", Said(dialogue, null));
        dialogue.Colors.Hear(Reply("\e]11;#000000\e\\"));
        Assert.True(dialogue.Colors.Hear(Reply("\e[?1;2c")));
        Assert.False(dialogue.Colors.Known.IsLight);
        Assert.Equal("", Said(dialogue, null));
    }

    [Theory]
    [InlineData("\e]11;red red red\a")]
    [InlineData("\e]11;\a")]
    [InlineData("\e]4;256;#ffffff\a")]
    [InlineData("\e]52;c;#ffffff\a")]
    [InlineData("\e]99999999999;#ffffff\a")]
    [InlineData("\e[?997;3n")]
    [InlineData("\e[?997n")]
    public void Nonsense_about_colours_changes_nothing(string answer)
    {
        var dialogue = new OuterDialogue(Xterm);
        Said(dialogue, null);
        Assert.False(dialogue.Colors.Hear(Reply(answer)));
        Assert.True(dialogue.Colors.Hear(Reply("\e[?1;2c")));
        Assert.Null(dialogue.Colors.Known);
        Assert.False(dialogue.Colors.Hear(Reply(answer)));
        Assert.False(dialogue.Colors.WantsToAsk);
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
        var dialogue = new OuterDialogue(Xterm);
        Said(dialogue, null);
        var wish = new ScreenModes { Kitty = KittyKeyboard.DisambiguateEscapeCodes };
        Assert.Equal("\e[>4;2m", Said(dialogue, wish));
        Assert.Equal("", Said(dialogue, wish));
        Assert.True(dialogue.Hear(Reply("\e[?0u")));
        var kitty = Said(dialogue, wish);
        Assert.StartsWith("\e[>4;0m\e[=", kitty, StringComparison.Ordinal);
        Assert.Equal("\e[=0;1u", Said(dialogue, null));
    }

    [Fact]
    public void The_mouse_is_left_to_the_terminal_when_the_settings_say_so()
    {
        var dialogue = new OuterDialogue(Xterm, takesMouse: false);
        Assert.StartsWith("\e[?1006l\e[?1002l", Said(dialogue, null, anyMotion: true), StringComparison.Ordinal);
        Assert.Equal("", Said(dialogue, null, anyMotion: true));
    }

    [Fact]
    public void A_terminal_that_is_taken_again_is_told_again()
    {
        var dialogue = new OuterDialogue(Xterm);
        var wish = new ScreenModes { ModifyOtherKeys = 1 };
        Said(dialogue, wish, anyMotion: true);
        dialogue.Entered();
        Assert.StartsWith("\e[>4;1m\e[?1003h\e]10;?", Said(dialogue, wish, anyMotion: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_move_of_the_mouse_is_asked_for_only_while_a_pane_wants_it()
    {
        var dialogue = new OuterDialogue(Xterm);
        Said(dialogue, null);
        Assert.Equal("\e[?1003h", Said(dialogue, null, anyMotion: true));
        Assert.Equal("", Said(dialogue, null, anyMotion: true));
        Assert.Equal("\e[?1003l\e[?1002h", Said(dialogue, null));
    }

    [Fact]
    public void Answers_tell_what_the_environment_did_not()
    {
        var dialogue = new OuterDialogue(Xterm);
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

        var colourless = new OuterDialogue(new Dictionary<string, string>(Xterm) { ["NO_COLOR"] = "1" });
        colourless.Hear(Reply("\eP>|foot(1.13.1)\e\\"));
        Assert.Equal(ColorDepth.None, colourless.Outer.Colors);
    }

    [Fact]
    public void Links_are_drawn_where_the_terminal_and_the_user_take_them()
    {
        Assert.True(new OuterDialogue(Xterm).Outer.Hyperlinks);
        Assert.False(new OuterDialogue(Xterm, links: false).Outer.Hyperlinks);
        Assert.False(new OuterDialogue(new Dictionary<string, string> { ["TERM"] = "linux" }).Outer.Hyperlinks);
    }

    [Fact]
    public void Nonsense_for_an_answer_changes_nothing()
    {
        var dialogue = new OuterDialogue(Xterm);
        var before = dialogue.Outer;
        foreach (var answer in new[] { "\e[?2026;9$y", "\e[?2026;$y", "\e[?2026;22$y", "\e[?64;1;2c", "\eP>|\e\\", "\eP>|" + new string('x', 5000), "\eP>|a\u0007b\e\\", "\e[?u", "\e[", "", "\e]11;rgb:0/0/0\a", "\e[?4;2$y" })
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
