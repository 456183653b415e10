using System.Globalization;
using Orchestrator.Pty;
using Orchestrator.Pty.Tests;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Screens;

/// <summary>Programs that draw their whole screen anew at every change of size, as agents do.</summary>
public class RedrawSpecs
{
    [Theory]
    [InlineData("\e[H\e[2J")]
    [InlineData("\e[2J\e[H")]
    [InlineData("\e[H\e[J")]
    public void No_copies_stay_in_the_history_whatever_the_sizes(string clear)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var screen = ScreenProbe.Show(60, 12, string.Concat(Enumerable.Range(0, 30).Select(i => $"shell {i}\r\n")));
            Draw(screen, clear); // what is on the screen goes, as everywhere
            var before = screen.History();
            for (var change = 0; change < 20; change++)
            {
                screen.Resize(new TermSize(random.Next(10, 100), random.Next(3, 30)));
                if (random.Next(4) > 0)
                {
                    Draw(screen, clear); // else one redraw for several changes
                }
            }

            Draw(screen, clear);
            Assert.True(before.SequenceEqual(screen.History()), $"seed {seed}: {string.Join('|', screen.History())}");
        }
    }

    [Fact]
    public void Lines_that_a_lower_or_narrower_screen_pushed_out_come_back_when_nothing_was_drawn()
    {
        var screen = ScreenProbe.Show(20, 6, string.Join("\r\n", Enumerable.Range(0, 6).Select(i => $"{i}" + new string('=', 19))));
        var before = screen.Text();
        screen.Resize(new TermSize(7, 3));
        Assert.NotEmpty(screen.History());
        screen.Resize(new TermSize(20, 6));
        Assert.Equal(before, screen.Text());
        Assert.Empty(screen.History());
    }

    [Fact]
    public void Lines_that_came_back_from_the_history_are_not_erased_with_the_frame()
    {
        var screen = ScreenProbe.Show(20, 3, "one\r\ntwo\r\nthree\r\nfour\r\nfive");
        screen.Resize(new TermSize(20, 5));
        Assert.Equal("one\ntwo\nthree\nfour\nfive", screen.Text());
        screen.Type("\e[H\e[2Jframe");
        Assert.Equal(["one", "two"], screen.History());
        Assert.Equal("frame", screen.Text());
    }

    [Fact]
    public void What_scrolled_off_since_the_resize_stays_and_so_does_all_before_it()
    {
        var screen = ScreenProbe.Show(20, 4, "one\r\ntwo\r\nthree\r\nfour");
        screen.Resize(new TermSize(20, 2));
        screen.Type("\r\nfive\e[H\e[2J");
        Assert.Equal(["one", "two", "three"], screen.History());
    }

    [Fact]
    public void Erasing_a_part_of_the_screen_takes_nothing_from_the_history()
    {
        var screen = ScreenProbe.Show(20, 4, "one\r\ntwo\r\nthree\r\nfour");
        screen.Resize(new TermSize(20, 2));
        screen.Type("\e[2H\e[J\e[1;2H\e[J\e[1J\e[2K");
        Assert.Equal(["one", "two"], screen.History());
    }

    [Fact]
    public void The_alternate_screen_erases_nothing_of_the_main_one()
    {
        var screen = ScreenProbe.Show(20, 4, "one\r\ntwo\r\nthree\r\nfour");
        screen.Resize(new TermSize(20, 2));
        screen.Type("\e[?1049h\e[H\e[2J\e[?1049l");
        Assert.Equal(["one", "two"], screen.History());
        Assert.Equal("three\nfour", screen.Text());
    }

    [Fact]
    public async Task A_real_program_that_redraws_on_SIGWINCH_leaves_one_frame_after_twenty_widths()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "bash is not installed.");
        const string Program = """
            draw() {
                read -r rows columns <<< "$1"
                printf -v line '%*s' $((columns - 9)) ''
                printf '\e[H\e[2J'
                for ((y = 1; y < rows; y++)); do printf "line $y %s\r\n" "${line// /#}"; done
                printf "<${columns}x$rows>"
            }
            # A signal that comes while its trap runs is lost in bash: the size is looked at, too.
            trap : WINCH
            while :; do
                size=$(stty size)
                [[ $size == "$drawn" ]] || { draw "$size"; drawn=$size; }
                sleep 0.1 & wait $!
            done
            """;
        var size = new TermSize(80, 12);
        using var session = PtySession.Run("/bin/bash", ["-c", Program], size);
        var screen = new Screen(size);
        var fed = 0;
        await Show(size);
        for (var i = 0; i < 20; i++)
        {
            // Narrower and wider by turns: a drag of the window's edge.
            size = new TermSize(i % 3 == 0 ? 80 - (2 * i) : 41 + i, 12);
            screen.Resize(size);
            session.Process.Resize(size);
            await Show(size);
        }

        Assert.Empty(screen.History());
        Assert.Equal(size.Rows - 1, Enumerable.Range(0, size.Rows).Count(y => screen.RowText(y).StartsWith("line ", StringComparison.Ordinal)));

        async Task Show(TermSize shown)
        {
            var text = await session.Until(string.Create(CultureInfo.InvariantCulture, $"<{shown.Columns}x{shown.Rows}>"));
            screen.Type(text[fed..]);
            fed = text.Length;
        }
    }

    // A frame that fills the screen: every row to its last column.
    private static void Draw(Screen screen, string clear) =>
        screen.Type(clear + string.Join("\r\n", Enumerable.Range(0, screen.Size.Rows).Select(y => $"{y}:".PadRight(screen.Size.Columns, '='))));
}
