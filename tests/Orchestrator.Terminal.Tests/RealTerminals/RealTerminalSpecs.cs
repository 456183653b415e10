using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Terminal.Tests.Rendering;

namespace Orchestrator.Terminal.Tests.RealTerminals;

/// <summary>After 150 random frames the real terminals show the last picture, read back from them.</summary>
[Long]
public sealed partial class RealTerminalSpecs
{
    private static readonly TermSize Size = new(80, 24);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Tmux_shows_text_and_style(int seed)
    {
        RealTerminal.SkipWithout("tmux", "bash");
        var series = new FrameSeries(seed, Size, From("TERM=tmux-256color TMUX=x COLORTERM=truecolor"));
        using var terminal = new RealTerminal(series.Bytes);
        var socket = terminal.File("socket");
        RealTerminal.Run("tmux", "-S", socket, "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "25", $"bash '{terminal.Script}'", ";", "set", "-g", "status", "off", ";", "resize-window", "-x", "80", "-y", "24");
        try
        {
            await terminal.Shown();
            var shown = RealTerminal.Run("tmux", "-S", socket, "capture-pane", "-p", "-e", "-N");
            // tmux tells styles by SGR sequences, which our emulator reads; tmux 3.3 keeps no links, and writes 5:3 for overline (53).
            shown = Overline().Replace(shown, "53");
            var screen = new Screen(Size, new ScreenOptions { GraphemeClusters = true });
            screen.Feed(Encoding.UTF8.GetBytes("\e[?7l" + shown.TrimEnd('\n').Replace("\n", "\r\n", StringComparison.Ordinal)));
            Picture.Check(series.WithStyles(WithoutLink), Picture.Of(screen), series.Outer, $"tmux, seed {seed}");
        }
        finally
        {
            RealTerminal.Run("tmux", "-S", socket, "kill-server");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Gnu_screen_shows_the_text(int seed)
    {
        RealTerminal.SkipWithout("screen", "bash");
        var series = new FrameSeries(seed, Size, From("TERM=screen-256color STY=x"));
        using var terminal = new RealTerminal(series.Bytes);
        var session = "cccc-test-" + Guid.NewGuid().ToString("N");
        RealTerminal.Run("screen", "-U", "-c", "/dev/null", "-d", "-m", "-S", session, "bash", terminal.Script);
        try
        {
            await terminal.Shown();
            RealTerminal.Run("screen", "-S", session, "-X", "hardcopy", terminal.File("text"));
            RealTerminal.Run("screen", "-S", session, "-Q", "echo", "done"); // answered after the hardcopy
            var rows = await File.ReadAllLinesAsync(terminal.File("text"), Encoding.Latin1, TestContext.Current.CancellationToken);
            for (var y = 0; y < Size.Rows; y++)
            {
                CheckLowBytes(series.Cells(y), rows[y].PadRight(Size.Columns), $"screen, seed {seed}, row {y}");
            }
        }
        finally
        {
            RealTerminal.Run("screen", "-S", session, "-X", "quit");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Xterm_shows_the_text(int seed)
    {
        RealTerminal.SkipWithout("xterm", "Xvfb", "bash");
        var series = new FrameSeries(seed, Size, From("TERM=xterm-256color"));
        // Media copy (MC): xterm prints its screen through a command.
        using var terminal = new RealTerminal(series.Bytes, "printf '\\033[i'");
        var printed = terminal.Pipe("printed");
        using var display = RealTerminal.Start("Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp");
        Process? xterm = null;
        try
        {
            var number = (await display.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
            xterm = RealTerminal.Start(
                "xterm", "-display", ":" + number, "-u8", "-geometry", "80x24", "-xrm", $"*printerCommand: cat > {printed}", "-xrm", "*printAttributes: 0", "-xrm", "*printerAutoClose: true", "-e", "bash", terminal.Script);
            var rows = (await RealTerminal.Said(printed)).Split('\n');
            for (var y = 0; y < Size.Rows; y++)
            {
                // It prints composed characters, U+FFFF for the right half of a wide one, and of what is hidden the marks alone.
                var shown = MarkOnBlank().Replace(rows[y].Replace("\uffff", "", StringComparison.Ordinal), " ").TrimEnd();
                var meant = string.Concat(series.Cells(y).Select(Printed)).TrimEnd()
                    .Replace("e\u0301", "\u00e9", StringComparison.Ordinal).Replace("o\u0308", "\u00f6", StringComparison.Ordinal);
                Assert.True(meant == shown, $"xterm, seed {seed}, row {y}:\nmeant {meant}\nshown {shown}");
            }
        }
        finally
        {
            xterm?.Kill();
            display.Kill();
        }
    }

    [GeneratedRegex(@"(?<=[\[;])5:3(?=[;m])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Overline();

    [GeneratedRegex(@" \p{Mn}+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex MarkOnBlank();

    private static string Printed(Cell cell) => (cell.Style.Attributes & Attributes.Hidden) != Attributes.None ? new string(' ', cell.Width) : cell.Text;

    private static Style WithoutLink(Style style) => style with { Link = null };

    private static OuterTerminal From(string environment) =>
        OuterTerminal.FromEnvironment(environment.Split(' ').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));

    // A hardcopy has the low byte of every character, and 0xff for the right half of a wide one. What it has for a cluster is screen's own affair.
    private static void CheckLowBytes(Cell[] meant, string shown, string where)
    {
        for (var x = 0; x < meant.Length; x++)
        {
            var expected = meant[x].Width == 0 ? 0xff : meant[x].CodePoint == 0 ? ' ' : meant[x].CodePoint & 0xff;
            Assert.True(meant[x].Cluster is not null || expected == shown[x], $"{where}, column {x}: meant '{meant[x].Text}', shown {(int)shown[x]:x2}");
        }
    }
}
