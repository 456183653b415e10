using System.Diagnostics;
using Orchestrator.Core.Settings;
using Orchestrator.Pty;

namespace Orchestrator.Host.Tests;

/// <summary>A program in a pane asks which colours the terminal has, and the terminals of the clients answer.</summary>
public sealed class PaneColorsTests
{
    private const string LastQuestion = "\e[?996n\e[c";

    // Reads as many bytes as the answers have, 24 and 9, and shows them and whatever else comes.
    private const string Asks =
        "stty raw -echo; printf '\\033[?2031h\\033]11;?\\007\\033[?996n'; dd bs=1 count=33 2>/dev/null | od -An -c -v | tr -d ' \\n'; printf '<\\r\\n'; exec cat -v";

    private static readonly TermSize Size = new(80, 24);

    [Fact]
    public async Task A_program_that_asks_before_a_client_is_there_is_told_what_its_terminal_says()
    {
        await using var session = await PaneSession.Start(Asks);
        using var terminal = await AttachedTerminal.Attach(session.Address, Size);
        await terminal.UntilWritten(LastQuestion);
        await terminal.Type("\e]10;rgb:0000/0000/0000\a\e]11;rgb:fdfd/f6f6/e3e3\a\e[?1;2c");
        await terminal.Until("033]11;rgb:fdfd/f6f6/e3e3\\a033[?997;2n<");

        // The program is told of a change once all is known of it, and of nothing else that the terminal says.
        await terminal.Type("\e[?997;1n");
        await terminal.UntilWritten("\e]4;15;?\e\\\e[c");
        await terminal.Type("\e]11;rgb:0000/0000/0000\a\e[?1;2c");
        await terminal.Until("^[[?997;1n");
        await terminal.Type("|");
        await terminal.Until("^[[?997;1n|");
        Assert.True(terminal.Shows("033]11;rgb:fdfd/f6f6/e3e3\\a033[?997;2n<"));
    }

    [Theory]
    [InlineData("", "033]11;rgb:0000/0000/0000\\a033[?997;1n<")]
    [InlineData("0;7", "033]11;rgb:e5e5/e5e5/e5e5\\a033[?997;2n<")]
    public async Task A_terminal_that_says_nothing_costs_a_second_and_the_environment_counts(string variable, string shown)
    {
        await using var session = await PaneSession.Start(Asks);
        using var terminal = await AttachedTerminal.Attach(session.Address, Size, colorFgBg: variable);
        var clock = Stopwatch.StartNew();
        await terminal.Until(shown);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_settings_win_over_the_terminal_and_over_the_environment()
    {
        await using var session = await PaneSession.Start($"echo \"[$COLORFGBG]\"; {Asks}", new TuiSettings { Background = BackgroundSetting.Light });
        using var terminal = await AttachedTerminal.Attach(session.Address, Size, colorFgBg: "15;0");
        await terminal.Until("033]11;rgb:ffff/ffff/ffff\\a033[?997;2n<");
        Assert.True(terminal.Shows("[0;15]"));
        await terminal.Type("\e]11;rgb:0000/0000/0000\a\e[?1;2c|");
        await terminal.Until("|");
        Assert.False(terminal.Shows("^[[?997"));
    }

    [Fact]
    public async Task The_terminal_that_was_used_last_counts_and_stays_known_when_it_has_gone()
    {
        await using var session = await PaneSession.Start(Asks);
        using var first = await AttachedTerminal.Attach(session.Address, Size);
        await first.UntilWritten(LastQuestion);
        await first.Type("\e]11;rgb:0000/0000/0000\a\e[?1;2c");
        await first.Until("033]11;rgb:0000/0000/0000\\a033[?997;1n<");
        using (var second = await AttachedTerminal.Attach(session.Address, Size))
        {
            await second.UntilWritten(LastQuestion);
            await second.Type("\e]11;rgb:ffff/ffff/ffff\a\e[?1;2c");
            await second.Until("^[[?997;2n");
            await first.Type("1");
            await second.Until("^[[?997;2n^[[?997;1n1");
            await second.Type("2");
            await second.Until("^[[?997;1n1^[[?997;2n2");
        }

        await first.Until("^[[?997;1n1^[[?997;2n2");
    }
}
