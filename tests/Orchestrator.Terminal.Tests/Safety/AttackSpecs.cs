using System.Text;
using Orchestrator.Fuzz;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;
using Orchestrator.Terminal.Tests.Screens;

namespace Orchestrator.Terminal.Tests.Safety;

/// <summary>The attack corpus against the screen: it answers in its own words, stays sound, and shows the next program as if nothing had been.</summary>
public class AttackSpecs
{
    public static TheoryData<string> Names() => [.. Attacks.All.Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_answer_holds_what_the_attacker_chose(string name)
    {
        var attack = Find(name);
        foreach (var piece in new[] { attack.Length, 1, 7 })
        {
            var screen = new Screen(new TermSize(80, 24), new ScreenOptions { ScrollbackLimit = 100 });
            Feed(screen, attack, piece);
            var answers = screen.Replies();
            Assert.Null(Answers.Stranger(Encoding.Latin1.GetBytes(answers)));
            Assert.DoesNotContain("PWNED", answers, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("50574E4544", answers, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\n', answers);
            Assert.InRange(answers.Length, 0, 64 * 1024);
            Assert.Null(screen.Fault(history: true));
            if (attack.Length > 10_000)
            {
                break;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_the_owner_is_told_is_clean_and_bounded(string name)
    {
        var screen = new Screen(new TermSize(80, 24));
        screen.Feed(Find(name));
        foreach (var told in screen.Events())
        {
            var text = told switch
            {
                ScreenEvent.TitleChanged title => title.Title,
                ScreenEvent.Notification notification => notification.Title + notification.Body,
                ScreenEvent.StateReport report => report.Parameters,
                ScreenEvent.ClipboardWrite write => write.Selection,
                _ => "",
            };
            Assert.InRange(text.Length, 0, 1024);
            Assert.DoesNotContain(text, c => char.IsControl(c) || c is '\u202e' or '\u2066' or '\u2067' or '\u2028' or '\u2029');
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_reset_afterwards_leaves_nothing(string name)
    {
        var screen = ScreenProbe.Show(80, 24, "");
        screen.Feed(Find(name));
        screen.Replies();
        screen.Type("\x18\e\\\ecinnocent");
        Assert.Equal("innocent", screen.Text());
        Assert.Equal(0, screen.ScrollbackCount);
        Assert.Equal(ScreenProbe.Show(80, 24, "").Modes, screen.Modes);
    }

    [Fact]
    public void An_answer_in_other_words_would_be_found()
    {
        Assert.NotNull(Answers.Stranger("\e[?1;2c\e]lPWNED\e\\"u8)); // the title report, XTWINOPS 21
        Assert.NotNull(Answers.Stranger("\eP1+r50574E4544\e\\"u8));
        Assert.NotNull(Answers.Stranger("\eP0$rPWNED\e\\"u8));
        Assert.NotNull(Answers.Stranger("\e]52;c;UFdORUQ=\a"u8));
        Assert.NotNull(Answers.Stranger("\e[0n\n"u8));
    }

    private static byte[] Find(string name) => Attacks.All.Single(attack => attack.Name == name).Bytes;

    private static void Feed(Screen screen, byte[] bytes, int piece)
    {
        for (var at = 0; at < bytes.Length; at += piece)
        {
            screen.Feed(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        }
    }
}
