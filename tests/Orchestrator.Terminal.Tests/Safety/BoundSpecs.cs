using System.Buffers;
using System.Collections;
using System.Text;
using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Terminal.Tests.Screens;

namespace Orchestrator.Terminal.Tests.Safety;

/// <summary>What the fuzzer and the attack corpus found once.</summary>
public class BoundSpecs
{
    [Fact]
    public void A_table_that_is_full_of_what_is_shown_is_not_swept_at_every_cell()
    {
        const int Limit = 2000;
        var table = new InternTable<string>(Limit);
        for (var i = 0; i < Limit; i++)
        {
            Assert.NotEqual(0, table.Intern($"value {i}"));
        }

        var sweeps = 0;
        for (var i = 0; i < 100_000; i++)
        {
            if (table.Intern($"new value {i}") == 0 && table.WantsSweep)
            {
                sweeps++;
                table.Sweep(new BitArray(Limit + 1, defaultValue: true));
            }
        }

        Assert.InRange(sweeps, 1, 10);
    }

    [Fact]
    public void A_full_table_of_which_nothing_is_shown_is_swept_when_it_is_full()
    {
        const int Limit = 2000;
        var table = new InternTable<string>(Limit);
        for (var i = 0; i < 100_000; i++)
        {
            var number = table.Intern($"value {i}");
            if (number == 0 && table.WantsSweep)
            {
                table.Sweep(new BitArray(Limit + 1));
                number = table.Intern($"value {i}");
            }

            Assert.NotEqual(0, number);
        }
    }

    [Fact]
    public void Clipboard_writes_that_nobody_takes_are_bounded_in_bytes_and_the_newest_stay()
    {
        var screen = new Screen(new TermSize(80, 24));
        var write = Encoding.ASCII.GetBytes($"\e]52;c;{Convert.ToBase64String(new byte[700_000])}\a");
        for (var i = 0; i < 50; i++)
        {
            screen.Feed(write);
        }

        screen.Type("\e]52;c;bmV3\a");
        List<ScreenEvent.ClipboardWrite> waiting = [.. screen.Events().OfType<ScreenEvent.ClipboardWrite>()];
        Assert.InRange(waiting.Sum(w => w.Data.Length), 3, 2 << 20);
        Assert.Equal("new"u8.ToArray(), waiting[^1].Data.ToArray());
    }

    [Theory]
    [InlineData("a\e[30b", "aaaaaaaaaa\naaaaaaaaaa\naaaaaaaaaa\na", 3, 1)]
    [InlineData("a\e[9b", "aaaaaaaaaa", 0, 9)]
    [InlineData("\e[?7la\e[30b", "aaaaaaaaaa", 0, 9)]
    [InlineData("12345678\ra\e[3b", "aaaa5678", 0, 4)]
    [InlineData("漢字漢字\ra\e[2b", "aaa 漢字", 0, 3)]
    [InlineData("\e[?69h\e[3;5s\e[1;3Hab\e[4b", "  abb\n  bbb", 1, 4)]
    [InlineData("e\u0301\e[2b", "e\u0301e\u0301e\u0301", 0, 3)]
    [InlineData("\e[4h12\ra\e[2b", "aaa12", 0, 3)]
    public void REP_is_the_same_as_printing_again(string input, string shown, int row, int column)
    {
        var screen = ScreenProbe.Show(10, 5, input);
        Assert.Equal(shown, screen.Text());
        Assert.Equal((row, column), (screen.Cursor.Row, screen.Cursor.Column));
        Assert.Null(screen.Fault(history: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Links_are_kept_where_they_are_wanted_and_their_text_always(bool wanted)
    {
        var screen = ScreenProbe.Show(20, 2, "\e]8;;https://example.org/\atext\e]8;;\a", new ScreenOptions { Hyperlinks = wanted });
        Assert.Equal("text", screen.Text());
        Assert.Equal(wanted, screen.Cells(0)[0].Style.Link is not null);
    }

    [Fact]
    public void A_change_of_link_alone_writes_no_broken_sequence()
    {
        var surface = new Surface(new TermSize(20, 1));
        surface.Row(0)[0] = Cell.Of('a', new Style { Link = new Hyperlink("https://example.org/", "") });
        surface.Row(0)[1] = Cell.Of('b');
        var output = new ArrayBufferWriter<byte>();
        new FrameRenderer(OuterTerminal.Modern).Render(surface, output);
        Assert.DoesNotContain("\em", Encoding.UTF8.GetString(output.WrittenSpan), StringComparison.Ordinal);
    }
}
