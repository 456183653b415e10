using System.Buffers;
using System.Text;
using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Rendering;

public sealed class FrameRendererTests
{
    [Fact]
    public void The_same_picture_again_is_no_bytes()
    {
        var surface = new Surface(new TermSize(40, 5)) { Cursor = new CursorPosition(2, 3) };
        surface.Fill(new Rect(3, 1, 10, 2), new Style { Background = Color.Indexed(4) });
        var renderer = new FrameRenderer(OuterTerminal.Modern);
        Assert.NotEmpty(Render(renderer, surface));
        Assert.Empty(Render(renderer, surface));
    }

    [Fact]
    public void A_typed_letter_at_the_cursor_is_one_byte()
    {
        var surface = new Surface(new TermSize(160, 50)) { Cursor = new CursorPosition(20, 30) };
        var renderer = new FrameRenderer(OuterTerminal.Modern);
        Render(renderer, surface);
        surface.Row(20)[30] = Cell.Of('x');
        surface.Cursor = new CursorPosition(20, 31);
        Assert.Equal("x", Encoding.ASCII.GetString(Render(renderer, surface)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_changed_cell_is_at_most_forty_bytes(bool synchronized)
    {
        var surface = new Surface(new TermSize(160, 50)) { Cursor = new CursorPosition(49, 150) };
        var renderer = new FrameRenderer(OuterTerminal.Modern with { SynchronizedOutput = synchronized });
        Render(renderer, surface);
        var random = new RandomSurfaces(7);
        for (var i = 0; i < 2000; i++)
        {
            // A spinner: its text and one of its colours change.
            var style = (i % 4) switch
            {
                0 => default,
                1 => new Style { Foreground = Color.Rgb((byte)(100 + random.Next(156)), 255, 128) },
                2 => new Style { Foreground = Color.Indexed(214), Attributes = Attributes.Bold },
                _ => new Style { Foreground = Color.Indexed((byte)random.Next(256)), Background = Color.Indexed((byte)random.Next(16)) },
            };
            surface.Row(random.Next(50))[random.Next(160)] = i % 3 == 0
                ? new Cell { CodePoint = 0x280b, Style = style, Width = 1 }
                : Cell.Of((char)('!' + (i % 90)), style);
            var bytes = Render(renderer, surface);
            Assert.True(bytes.Length <= 40, $"{bytes.Length} bytes: {Encoding.UTF8.GetString(bytes).Replace('\e', '^')}");
        }
    }

    [Fact]
    public void A_large_frame_is_bracketed_where_the_terminal_has_synchronized_output_and_hides_the_cursor_where_not()
    {
        var surface = new Surface(new TermSize(40, 5)) { Cursor = new CursorPosition(0, 0) };
        var modern = new FrameRenderer(OuterTerminal.Modern);
        var plain = new FrameRenderer(new OuterTerminal());
        Render(modern, surface);
        Render(plain, surface);
        surface.Row(1)[1] = Cell.Of('a');
        surface.Row(3)[30] = Cell.Of('b');
        var first = Encoding.ASCII.GetString(Render(modern, surface));
        Assert.StartsWith("\e[?2026h", first, StringComparison.Ordinal);
        Assert.EndsWith("\e[?2026l", first, StringComparison.Ordinal);
        var second = Encoding.ASCII.GetString(Render(plain, surface));
        Assert.StartsWith("\e[?25l", second, StringComparison.Ordinal);
        Assert.EndsWith("\e[?25h", second, StringComparison.Ordinal);
    }

    [Fact]
    public void No_cell_can_carry_a_control_character_to_the_terminal()
    {
        string[] clusters = ["a\e]52;c;eA==\a", "\e", "a\u009b31m", "a\u202eb", "\u202e", "a\n", "\u0301", "ab", new string('\u0301', 100_000), "a" + new string('\u0301', 1_000_000), "", "\ud800", "a\udc00", "\u2028"];
        var surface = new Surface(new TermSize(80, 4));
        var x = 0;
        foreach (var cluster in clusters)
        {
            surface.Row(0)[x++] = new Cell { CodePoint = 'a', Cluster = cluster, Width = 1 };
        }

        foreach (var codePoint in new[] { 1, 7, 8, 9, 10, 13, 14, 15, 24, 27, 127, 0x80, 0x84, 0x85, 0x8d, 0x90, 0x9b, 0x9c, 0x9d, 0x9e, 0x9f, 0xad, 0x300, 0x61c, 0x200b, 0x200e, 0x202a, 0x202e, 0x2028, 0x2066, 0x2069, 0xfeff, 0xd800, 0xe0001, 0x110000, -1, int.MaxValue })
        {
            surface.Row(1)[x++ % 80] = new Cell { CodePoint = codePoint, Width = (byte)(x % 3) };
        }

        var renderer = new FrameRenderer(OuterTerminal.Modern);
        var bytes = Render(renderer, surface);
        Assert.InRange(bytes.Length, 1, 2000);
        var text = Encoding.UTF8.GetString(bytes);
        Assert.DoesNotContain(text.EnumerateRunes(), rune => Rune.IsControl(rune) && rune.Value is not ('\e' or '\r' or '\b'));
        Assert.DoesNotContain("\e]", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text.EnumerateRunes(), rune => rune.Value is 0x61c or 0x200b or 0x200e or 0x200f or (>= 0x2028 and <= 0x202e) or (>= 0x2060 and <= 0x206f) or 0xfeff);
        new ReplayTerminal(80, 4).Feed(bytes);
    }

    [Fact]
    public void A_frame_in_steady_state_allocates_nothing()
    {
        var surface = new Surface(new TermSize(200, 50)) { Cursor = new CursorPosition(1, 1) };
        var renderer = new FrameRenderer(OuterTerminal.Modern with { Colors = ColorDepth.Palette256 });
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var random = new RandomSurfaces(3);
        void Frame(int i)
        {
            Style style = new() { Foreground = Color.Rgb((byte)i, 20, 30) };
            for (var y = 0; y < 50; y++)
            {
                surface.Row(y)[(i * 7) % 200] = Cell.Of((char)('a' + (i % 26)), style);
                surface.Row(y)[(i * 3) % 200] = new Cell { CodePoint = 0x2500 + (i % 100), Style = style, Width = 1 };
            }

            output.ResetWrittenCount();
            renderer.Render(surface, output);
        }

        for (var i = 0; i < 100; i++)
        {
            Frame(i);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
        {
            Frame(i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    internal static byte[] Render(FrameRenderer renderer, Surface surface)
    {
        var output = new ArrayBufferWriter<byte>();
        renderer.Render(surface, output);
        return output.WrittenSpan.ToArray();
    }
}
