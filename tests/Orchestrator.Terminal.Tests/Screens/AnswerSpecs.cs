using System.Text;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Screens;

public class AnswerSpecs
{
    [Theory]
    [InlineData("\e[c", "\e[?1;2c")]
    [InlineData("\e[=c", "\eP!|00000000\e\\")]
    [InlineData("\e[>q", "\eP>|cccc\e\\")]
    [InlineData("\e[5n", "\e[0n")]
    [InlineData("ab\e[6n", "\e[1;3R")]
    [InlineData("\e[?2026$p", "\e[?2026;2$y")]
    [InlineData("\e[?2026h\e[?2026$p", "\e[?2026;1$y")]
    [InlineData("\e[?9999$p", "\e[?9999;0$y")]
    [InlineData("\e[?u", "\e[?0u")]
    [InlineData("\e[>5u\e[?u", "\e[?5u")]
    [InlineData("\e[>5u\e[<u\e[?u", "\e[?0u")]
    [InlineData("\e]11;?\a", "\e]11;rgb:0000/0000/0000\a")]
    [InlineData("\e]10;?\e\\", "\e]10;rgb:ffff/ffff/ffff\e\\")]
    [InlineData("\e]4;1;?\e\\", "\e]4;1;rgb:cdcd/0000/0000\e\\")]
    [InlineData("\e[18t", "\e[8;24;80t")]
    [InlineData("\eP$qm\e\\", "\eP1$r0m\e\\")]
    [InlineData("\eP$qr\e\\", "\eP1$r1;24r\e\\")]
    [InlineData("\eP+q544E\e\\", "\eP1+r544E=787465726D2D323536636F6C6F72\e\\")]
    public void Queries_get_their_answer(string query, string answer) =>
        Assert.Equal(answer, ScreenProbe.Show(80, 24, query).Replies());

    [Theory]
    [InlineData("\e]2;rm -rf ~\a\e[21t")] // title report
    [InlineData("\e]0;rm -rf ~\a\e[20t")]
    [InlineData("\eP$qrm -rf ~\e\\")] // DECRQSS echo
    [InlineData("\eP+q726D202D7266\e\\")] // XTGETTCAP echo
    [InlineData("\e]52;c;cm0gLXJmCg==\a\e]52;c;?\a")] // clipboard read
    [InlineData("\e]10;rm -rf\a\e]10;?\a")]
    [InlineData("\e]4;rm;?\a")]
    [InlineData("rm -rf\e[1;1;1;1;1;6*y")] // DECRQCRA
    [InlineData("\x05")] // ENQ
    public void No_answer_holds_text_that_the_program_chose(string attack)
    {
        var answer = ScreenProbe.Show(80, 24, attack).Replies();
        Assert.DoesNotContain("rm", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("726D20", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', answer);
    }

    [Fact]
    public void Answers_that_nobody_takes_are_bounded()
    {
        var screen = ScreenProbe.Show(80, 24, string.Concat(Enumerable.Repeat("\e[c", 100_000)));
        Assert.InRange(screen.Replies().Length, 1, 64 * 1024);
    }

    [Fact]
    public void Events_report_what_is_not_text()
    {
        var screen = ScreenProbe.Show(80, 24, "\a\e]2;a\x01title\e\\\e]9;done\a\e]777;notify;T;B\a\e]52;c;aGVsbG8=\a\e]9;4;1;50\a\e]7501;state=idle\a");
        Assert.Equal("atitle", screen.Title);
        Assert.Collection(
            screen.Events(),
            e => Assert.IsType<ScreenEvent.Bell>(e),
            e => Assert.Equal(new ScreenEvent.TitleChanged("atitle"), e),
            e => Assert.Equal(new ScreenEvent.Notification("", "done"), e),
            e => Assert.Equal(new ScreenEvent.Notification("T", "B"), e),
            e => Assert.Equal("hello", Encoding.ASCII.GetString(Assert.IsType<ScreenEvent.ClipboardWrite>(e).Data.Span)),
            e => Assert.Equal(new ScreenEvent.StateReport(9, "4;1;50"), e),
            e => Assert.Equal(new ScreenEvent.StateReport(7501, "state=idle"), e));
    }

    [Fact]
    public void Modes_tell_what_the_program_asked_for()
    {
        var modes = ScreenProbe.Show(80, 24, "\e[?1;1003;1006;2004;1004;2026h\e=\e[>4;2m\e[>7u\e[?25l\e[20h").Modes;
        Assert.Equal(
            new ScreenModes
            {
                ApplicationCursorKeys = true,
                ApplicationKeypad = true,
                BracketedPaste = true,
                FocusReporting = true,
                MouseTracking = MouseTracking.Motion,
                MouseEncoding = MouseEncoding.Sgr,
                SynchronizedOutput = true,
                NewLine = true,
                ModifyOtherKeys = 2,
                Kitty = (KittyKeyboard)7,
            },
            modes);
    }

    [Fact]
    public void Images_and_private_strings_leave_no_trace() =>
        Assert.Equal("ab", ScreenProbe.Show(80, 24, "a\ePq#0;2;0;0;0~~\e\\\e_Gf=24;AAAA\e\\\e]1337;File=x:AAAA\a\e^pm\e\\\eXsos\e\\\e]8;;http://x\e\\b\e]8;;\e\\").Text());

    [Fact]
    public void A_string_that_is_too_long_is_swallowed_whole()
    {
        var screen = ScreenProbe.Show(80, 24, "\e]2;" + new string('x', 3 << 20) + "\aok");
        Assert.Null(screen.Title);
        Assert.Equal("ok", screen.Text());
    }

    [Fact]
    public void RIS_resets_everything()
    {
        var screen = ScreenProbe.Show(10, 2, "1\r\n2\r\n3\e[31m\e[?1049h\e[?2004h\e[>1u\e[2;2r\ec");
        Assert.Equal(ScreenProbe.Show(10, 2, "").State(), screen.State());
        Assert.False(screen.Modes.BracketedPaste);
        Assert.Equal(KittyKeyboard.None, screen.Modes.Kitty);
    }
}
