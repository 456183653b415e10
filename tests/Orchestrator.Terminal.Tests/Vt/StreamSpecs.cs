using System.Text;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;
using Orchestrator.Terminal.Tests.Screens;

namespace Orchestrator.Terminal.Tests.Vt;

/// <summary>Whatever bytes come, in whatever pieces. The streams are random with a fixed seed, so that a failure can be repeated.</summary>
public class StreamSpecs
{
    private static readonly string[] Parts =
    [
        "\e[", "\e[?", "\e[>", "\e]", "\eP", "\e_", "\e\\", "\a", "\e", ";", ":", "m", "H", "J", "K", "L", "M", "P", "@", "X", "r", "s", "S", "T", "b",
        "h", "l", "$p", "\"q", " q", "!p", "'}", "'~", " @", " A", "$z", "$x", "$v", "$r", "\ec", "\e7", "\e8", "\eM", "\eD", "\e#8", "\e(0", "\e(B", "\x0e", "\x0f",
        "0", "1", "2", "3", "5", "7", "9", "38;5;1", "48;2;1;2;3", "4:3", "69", "1049", "2026", "2027", "1047", "6", "45", "2147483647", "99999999999",
        "\r", "\n", "\t", "\b", "abc", "hello world", "漢字", "e\u0301", "👨‍👩‍👧", "🇩🇪", "❤️", "\u0301", "\u200d", "2;title", "4;1;?", "11;?", "52;c;aGk=", "+q544e", "\x18",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_bytes_in_any_pieces_give_the_same_screen(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 150; round++)
        {
            var bytes = Stream(random, 400);
            var size = new TermSize(random.Next(1, 40), random.Next(1, 12));
            var whole = new Screen(size);
            whole.Feed(bytes);
            var pieces = new Screen(size);
            for (var i = 0; i < bytes.Length;)
            {
                var count = Math.Min(random.Next(1, 9), bytes.Length - i);
                pieces.Feed(bytes.AsSpan(i, count));
                i += count;
            }

            Assert.Equal(whole.State(), pieces.State());
            AssertWideCellsWhole(whole);
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Random_resizes_between_random_output_keep_the_screen_whole(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var screen = new Screen(new TermSize(random.Next(1, 30), random.Next(1, 10)), new ScreenOptions { ScrollbackLimit = random.Next(0, 40) });
            for (var step = 0; step < 12; step++)
            {
                screen.Feed(Stream(random, 60));
                screen.Resize(new TermSize(random.Next(1, 30), random.Next(1, 10)));
                AssertWideCellsWhole(screen);
                Assert.InRange(screen.Cursor.Row, 0, screen.Size.Rows - 1);
                Assert.InRange(screen.Cursor.Column, 0, screen.Size.Columns - 1);
            }
        }
    }

    [Fact]
    public void Reflow_there_and_back_loses_no_text()
    {
        var random = new Random(5);
        for (var round = 0; round < 40; round++)
        {
            var text = string.Join("\r\n", Enumerable.Range(0, 20).Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 60)).Select(_ => random.Next(6) == 0 ? "漢" : "x"))));
            var screen = ScreenProbe.Show(24, 6, text);
            var before = Unwrapped(screen);
            for (var i = 0; i < 5; i++)
            {
                screen.Resize(new TermSize(random.Next(2, 60), 6));
                Assert.Equal(before, Unwrapped(screen));
            }
        }
    }

    [Theory]
    [InlineData('A')]
    [InlineData('B')]
    [InlineData('C')]
    [InlineData('D')]
    [InlineData('E')]
    [InlineData('F')]
    [InlineData('G')]
    [InlineData('H')]
    [InlineData('I')]
    [InlineData('L')]
    [InlineData('M')]
    [InlineData('P')]
    [InlineData('S')]
    [InlineData('T')]
    [InlineData('X')]
    [InlineData('Z')]
    [InlineData('@')]
    [InlineData('a')]
    [InlineData('b')]
    [InlineData('d')]
    [InlineData('e')]
    [InlineData('r')]
    public void Parameters_near_two_to_the_31_do_not_hang(char final)
    {
        foreach (var number in new[] { "2147483646", "2147483647", "2147483648", "4294967295", "99999999999999999999" })
        {
            var screen = ScreenProbe.Show(20, 5, $"ab\e[3;3Hx\e[{number};{number}{final}y");
            Assert.InRange(screen.Cursor.Column, 0, 19);
        }
    }

    [Fact]
    public void Memory_stays_bounded_whatever_the_stream_makes_new()
    {
        var random = new Random(7);
        var screen = new Screen(new TermSize(80, 24), new ScreenOptions { ScrollbackLimit = 100 });
        var text = new StringBuilder();
        for (var round = 0; round < 16; round++)
        {
            text.Clear();
            for (var i = 0; i < 10_000; i++)
            {
                text.Append($"\e[38;2;{random.Next(256)};{random.Next(256)};{random.Next(256)}ma{(char)random.Next(0x300, 0x340)}{(char)random.Next(0x300, 0x340)}");
                text.Append($"\e]4;{i % 256};#{random.Next(1 << 24):x6}\a\e[22t\e]2;{i}\a\e[?{i}s\e[>1u");
            }

            screen.Type(text.ToString());
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, 100L << 20);
        screen.Type("\e[H\e[31mred\e[38;2;1;2;3mrgb");
        Assert.Equal(Color.Indexed(1), screen.Cells(0)[0].Style.Foreground);
        Assert.Equal(Color.Rgb(1, 2, 3), screen.Cells(0)[3].Style.Foreground);
    }

    private static byte[] Stream(Random random, int parts)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < parts; i++)
        {
            if (random.Next(12) == 0)
            {
                bytes.Add((byte)random.Next(256));
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(Parts[random.Next(Parts.Length)]));
            }
        }

        return [.. bytes];
    }

    private static string Unwrapped(Screen screen)
    {
        var text = new StringBuilder();
        for (var y = -screen.ScrollbackCount; y < screen.Size.Rows; y++)
        {
            text.Append(screen.IsWrapped(y) || text.Length == 0 ? "" : "\n").Append(screen.RowText(y));
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void AssertWideCellsWhole(Screen screen)
    {
        for (var y = -screen.ScrollbackCount; y < screen.Size.Rows; y++)
        {
            var cells = screen.Cells(y);
            for (var x = 0; x < cells.Length; x++)
            {
                var rightHalf = x > 0 && cells[x - 1].Width == 2;
                Assert.True((cells[x].Width == 0) == rightHalf, $"row {y}, column {x}");
            }

            Assert.NotEqual(2, cells[^1].Width);
        }
    }
}
