using System.Diagnostics;

namespace Orchestrator.Terminal.Tests.RealTerminals;

/// <summary>
/// A folder with a script for a real terminal to run: it shows the frames, waits until the terminal has answered a question that comes after them, does what
/// is left to do, and says so through a named pipe. It stays until it is killed.
/// </summary>
internal sealed class RealTerminal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly string _ready;

    /// <param name="frames">What to show.</param>
    /// <param name="then">Shell commands to run when it is shown; <c>$0</c> is the folder.</param>
    public RealTerminal(byte[] frames, string then = "")
    {
        _ready = Pipe("ready");
        System.IO.File.WriteAllBytes(File("frames"), frames);
        // DSR 5: every terminal answers CSI 0 n, after what came before.
        System.IO.File.WriteAllText(
            Script,
            "stty raw -echo\n"
            + "shown() { printf '\\033[5n'; IFS= read -r -d n _; }\n"
            + $"cat '{File("frames")}'\nshown\n{then}\necho > '{_ready}'\nexec sleep 600\n");
    }

    public string Script => File("script");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>A named pipe in the folder: who opens it waits for the other side.</summary>
    public string Pipe(string name)
    {
        Run("mkfifo", File(name));
        return File(name);
    }

    /// <summary>Returns when the frames are shown.</summary>
    public Task Shown() => Said(_ready);

    /// <summary>What came through a named pipe.</summary>
    public static Task<string> Said(string pipe) => System.IO.File.ReadAllTextAsync(pipe, System.Text.Encoding.UTF8).WaitAsync(Patience);

    public static void SkipWithout(params string[] programs)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        string[] missing = [.. programs.Where(program => !path.Any(folder => System.IO.File.Exists(Path.Combine(folder, program))))];
        Assert.SkipWhen(missing.Length > 0, "not installed: " + string.Join(", ", missing));
    }

    /// <summary>Runs a program to its end; returns what it printed.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Patience), $"{program} does not end");
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
        return output;
    }

    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment.Remove("TMUX");
        start.Environment.Remove("STY");
        start.Environment["LANG"] = start.Environment["LC_ALL"] = "C.UTF-8";
        return Process.Start(start)!;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
