using System.Text;
using Orchestrator.Fuzz;

namespace Orchestrator.Terminal.Tests.Safety;

/// <summary>A moment of the fuzzer, and a minute of it in the long set; <c>tests/Orchestrator.Fuzz</c> has the long one.</summary>
public class FuzzSpecs
{
    [Theory]
    [InlineData(1, 2_000_000)]
    [LongInlineData(1, 10_000_000)]
    [LongInlineData(2, 10_000_000)]
    public void No_stream_makes_a_fault(int seed, long bytes)
    {
        using var log = new StringWriter();
        using var run = new FuzzRun(log, hang => Environment.FailFast(hang));
        run.Play(bytes, seed);
        Assert.True(run.Faults.Count == 0, log.ToString());
        Assert.InRange(run.Streams, bytes / 1_000_000, long.MaxValue);
    }

    [Theory]
    [InlineData(10_000)]
    [LongInlineData(100_000)]
    public void No_stream_fills_the_memory(int pieces)
    {
        var log = new StringBuilder();
        var faults = MemoryStreams.Measure(pieces, (name, fed, kept) => log.AppendLine($"{kept >> 10} KB of {fed >> 10} KB: {name}"));
        Assert.True(faults.Count == 0, $"{string.Join('\n', faults)}\n{log}");
    }

    [Fact]
    public void The_check_of_outer_streams_finds_what_a_renderer_does_not_write()
    {
        foreach (var leak in new[] { "\e[21t", "\e]2;title\a", "\a", "\ec", "\e[?1049l", "\e[6n", "\e[c", "\eP$qm\e\\", "\e_x\e\\", "\e^x\e\\", "\eXx\e\\", "\e]52;c;?\a", "a\u202eb", "\u009b31m", "\t", "\n", "\e[38;2;300;0;0m", "\e[2K", "\e[5i", "\e[1;1;1H", "\e]8;;javascript:x\a", "\e(0", "\e", "\u0301" })
        {
            Assert.NotNull(new OuterStream().Take(Encoding.UTF8.GetBytes(leak)));
        }

        Assert.NotNull(new OuterStream().Take([0x9b, 0x33]));
        Assert.Null(new OuterStream().Take("\e[?2026h\e[?25l\e[m\e[2J\e[;1;38;2;1;2;3;48;5;9m\e[4:3;58:2::1:2:3m\e[3;4Htext é漢\e[12X\e[K\r\b\e[5G\e[2 q\e[?25h\e[?2026l"u8));
        Assert.NotNull(new OuterStream(OuterExtras.Clipboard).Take("\e]52;c;?\a"u8));
        Assert.Null(new OuterStream(OuterExtras.Clipboard).Take("\e]52;c;aGk=\a"u8));
    }
}
