using System.Text;
using Orchestrator.Terminal.Screens;
using Orchestrator.Terminal.Tests.Screens;

namespace Orchestrator.Terminal.Tests.Vt;

/// <summary>Random streams in the real xterm and in ours.</summary>
[Long]
public class XtermSpecs
{
    private const int Columns = 20;
    private const int Rows = 6;

    [Fact]
    public void Random_streams_look_as_in_xterm()
    {
        var xterm = XtermOracle.Start(Columns, Rows);
        try
        {
            Compare(ref xterm);
        }
        finally
        {
            xterm.Dispose();
        }
    }

    private static void Compare(ref XtermOracle xterm)
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var stream = Stream(new Random(seed));
            (var lines, var cursor) = Judge(ref xterm, Encoding.UTF8.GetBytes(stream));
            var screen = ScreenProbe.Show(Columns, Rows, stream);
            var shown = string.Join('\n', Enumerable.Range(0, Rows).Select(screen.RowText));
            screen.Replies();
            screen.Type("\x18\e[?6n");
            var ours = screen.Replies();
            Assert.True(
                string.Join('\n', lines) == shown && ours == $"\e[?{cursor}R",
                $"seed {seed}: {stream}\nxterm, cursor {cursor}:\n{string.Join('\n', lines)}\nours, cursor {ours}:\n{shown}".Replace("\e", "ESC", StringComparison.Ordinal));
        }
    }

    // On a busy machine an xterm, its display or its printer can come to a stop: that says nothing about the stream, which another xterm judges then.
    private static (string[] Lines, string Cursor) Judge(ref XtermOracle xterm, byte[] stream)
    {
        try
        {
            return xterm.Play(stream);
        }
        catch (TimeoutException)
        {
            xterm.Dispose();
            xterm = XtermOracle.Start(Columns, Rows);
            return xterm.Play(stream);
        }
    }

    // What docs/terminal.md lists as a difference is left out: erasing while a wrap is pending, wide characters that are moved, protected or do not fit,
    // margins of two screens, insert mode within margins, 0 as a place in DECFRA and the like.
    private static string Stream(Random random)
    {
        var wide = random.Next(3) == 0;
        var stream = new StringBuilder();
        for (var i = random.Next(5, 40); i > 0; i--)
        {
            stream.Append(random.Next(3) == 0 ? Text(random, wide) : wide ? Still(random) : random.Next(2) == 0 ? Still(random) : Moving(random));
        }

        return stream.ToString();
    }

    private static string Text(Random random, bool wide) => random.Next(wide ? 4 : 3) switch
    {
        0 => new string((char)random.Next('a', 'z' + 1), random.Next(1, 26)),
        1 => "The quick brown fox"[..random.Next(1, 19)],
        2 => "q\u0301 \u00FC \u2500\u2502 x",
        _ => $"\e[{random.Next(1, Rows + 1)};{random.Next(1, 8)}H" + "漢字かな한글"[..random.Next(1, 6)],
    };

    private static string Still(Random random)
    {
        var n = random.Next(5) == 0 ? "" : $"{random.Next(0, 9)}";
        var at = $"\e[{random.Next(1, Columns + 1)}G";
        string[] kinds =
        [
            "\r\n", "\n", "\r", "\b", "\t", "\eM", "\eD", "\eE", "\e7", "\e8", "\eH", "\e[3g", "\e#8", "\e[!p",
            $"\e[{random.Next(1, 8)};{random.Next(1, 24)}H", $"\e[{n}A", $"\e[{n}B", $"\e[{n}C", $"\e[{n}D", $"\e[{n}E", $"\e[{n}F", $"\e[{n}G", $"\e[{n}d",
            $"\e[{n}a", $"\e[{n}e", $"\e[{n}I", $"\e[{n}Z", $"\e[{n}`", $"\e[{n}b", $"{at}\e[{random.Next(0, 3)}J", $"{at}\e[{random.Next(0, 3)}K", $"\e[{n}L", $"\e[{n}M",
            $"{at}\e[{n}X", $"\e[{n}S", $"\e[{random.Next(1, 9)}T", $"\e[{random.Next(1, 4)};{random.Next(3, 8)}r", "\e[r", "\e[?6h", "\e[?6l", "\e(0qxlk\e(B",
            $"{at}\e[?{random.Next(0, 3)}J", $"{at}\e[?{random.Next(0, 3)}K", "\e[6n", "\e]2;title\a", "\ePzzz\e\\", "\e_apc\e\\", "\e[1;3\x18",
        ];
        return kinds[random.Next(kinds.Length)];
    }

    private static string Moving(Random random)
    {
        var n = random.Next(5) == 0 ? "" : $"{random.Next(0, 9)}";
        var area = $"{random.Next(1, 6)};{random.Next(1, 20)};{random.Next(0, 9)};{random.Next(0, 25)}";
        string[] kinds =
        [
            "\e[1\"q", "\e[0\"q", $"\e[{n}@", $"\e[{n}P", $"\e[{n} @", $"\e[{n} A", $"\e[{n}'}}", $"\e[{n}'~", "\e6", "\e9", "\e[?69l\e[4hin\e[4l", "\e[20h", "\e[20l", "\e[?7l", "\e[?7h",
            "\e[?69h", "\e[?69l", $"\e[?69h\e[{random.Next(1, 10)};{random.Next(8, 25)}s", $"\e[{area}$z", $"\e[{area}${{", $"\e[{random.Next(33, 127)};{area}$x",
            $"\e[{area};1;{random.Next(1, 7)};{random.Next(1, 20)};1$v",
        ];
        return kinds[random.Next(kinds.Length)];
    }
}
