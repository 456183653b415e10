using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Orchestrator.Terminal.Tests.Vt;

/// <summary>
/// The real xterm under Xvfb as a judge: bytes go to its terminal through one pipe, its answers come back through another, and it "prints" its screen
/// (MC, CSI ? 10 i) into a third.
/// </summary>
internal sealed partial class XtermOracle : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("xterm").FullName;
    private readonly Process _display;
    private readonly Process _xterm;
    private readonly FileStream _input;
    private readonly FileStream _answers;
    private readonly int _rows;

    private XtermOracle(int columns, int rows)
    {
        _rows = rows;
        foreach (var pipe in new[] { "in", "out", "printer" })
        {
            using var make = Process.Start(new ProcessStartInfo("mkfifo") { ArgumentList = { Path.Combine(_folder, pipe) } })!;
            make.WaitForExit();
        }

        _display = Process.Start(new ProcessStartInfo("Xvfb")
        {
            ArgumentList = { "-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var display = ":" + Patiently(_display.StandardOutput.ReadLineAsync());
        var start = new ProcessStartInfo("xterm") { RedirectStandardError = true, UseShellExecute = false };
        start.Environment["LC_ALL"] = "C.UTF-8";
        string[] arguments =
        [
            "-display", display, "-fn", "6x13", "-u8", "-geometry", $"{columns}x{rows}",
            "-xrm", $"*VT100.printerCommand: cat > {_folder}/printer", "-xrm", "*VT100.printAttributes: 2", "-xrm", "*VT100.printerAutoClose: true",
            "-xrm", "*VT100.printerFormFeed: false", "-xrm", "*VT100.printerNewLine: false",
            "-xrm", "*VT100.decTerminalID: 420", "-xrm", "*VT100.scrollBar: false", "-xrm", "*VT100.allowWindowOps: false",
            "-e", "sh", "-c", $"stty raw -echo; cat < {_folder}/in & exec cat > {_folder}/out",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _xterm = Process.Start(start)!;
        var input = Task.Run(() => new FileStream(Path.Combine(_folder, "in"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0));
        var answers = Task.Run(() => new FileStream(Path.Combine(_folder, "out"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0));
        _input = Patiently(input);
        _answers = Patiently(answers);
    }

    /// <summary>Skips the test visibly when xterm or Xvfb is not installed.</summary>
    public static XtermOracle Start(int columns, int rows)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        foreach (var program in new[] { "xterm", "Xvfb" })
        {
            Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Combine(folder, program))), $"{program} is not installed.");
        }

        return new XtermOracle(columns, rows);
    }

    /// <summary>What xterm shows after the bytes: its rows, trailing blanks trimmed, and the cursor as it is reported (<c>row;column</c>).</summary>
    public (string[] Lines, string Cursor) Play(ReadOnlySpan<byte> bytes)
    {
        Send("\x18\e\\\e[?69l\ec\e[!p"u8);
        _input.Write(bytes);
        var cursor = Ask("\x18\e[?6n");

        // Without margins, which the printer would take for its own.
        Send("\e[?6l\e[?69l\e[r\e[?10i"u8);
        using var printer = new StreamReader(Path.Combine(_folder, "printer"), Encoding.UTF8);
        var lines = new string[_rows];
        Array.Fill(lines, "");
        var printed = Escape().Replace(Patiently(printer.ReadToEndAsync()), "");
        var y = 0;

        // A line that wrapped ends with CR alone. U+FFFF stands for the right half of a wide character, or for what is left of one.
        foreach (var line in printed.Replace("\r\n", "\r", StringComparison.Ordinal).Split('\r').Take(_rows))
        {
            lines[y++] = RightHalf().Replace(line, "").Replace('\uFFFF', ' ').TrimEnd(' ');
        }

        return (lines, cursor);
    }

    public void Dispose()
    {
        _input.Dispose();
        _xterm.Kill();
        _display.Kill();
        _answers.Dispose();
        _xterm.Dispose();
        _display.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Send(ReadOnlySpan<byte> bytes) => _input.Write(bytes);

    // DECXCPR is the last answer of all: those before it are the stream's own.
    private string Ask(string query)
    {
        Send(Encoding.ASCII.GetBytes(query + "\e[5n"));
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith("\e[0n", StringComparison.Ordinal))
        {
            var count = Patiently(_answers.ReadAsync(buffer).AsTask());
            Assert.True(count > 0, "xterm ended.");
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return Position().Match(text.ToString()).Groups["place"].Value;
    }

    private static T Patiently<T>(Task<T> task) => task.WaitAsync(Patience).GetAwaiter().GetResult();

    [GeneratedRegex(@"\x1b\[\?(?<place>\d+;\d+)(;\d+)?R", RegexOptions.RightToLeft | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Position();

    // Renditions and line sizes. Without them xterm would not tell its printer where a wrapped line ends.
    [GeneratedRegex(@"\x1b#\d|\x1b\[[0-9;:]*m", RegexOptions.None, 1000)]
    private static partial Regex Escape();

    [GeneratedRegex(@"(?<=[\u3000-\uD7FF])\uFFFF", RegexOptions.None, 1000)]
    private static partial Regex RightHalf();
}
