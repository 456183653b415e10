using System.Text.RegularExpressions;

namespace Orchestrator.EndToEnd.Tests.Harness;

/// <summary>A user in a real tmux: a server of its own for each test.</summary>
internal sealed class TmuxDriver : IAsyncDisposable
{
    private const string Session = "e2e";

    private static readonly Regex Exit = new(@"exit=([0-9]+)\.");
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly TestProject _project;
    private readonly string _tmux;
    private readonly string _socket = "cccc-e2e-" + Guid.NewGuid().ToString("N")[..8];

    private TmuxDriver(TestProject project, string tmux)
    {
        _project = project;
        _tmux = tmux;
    }

    /// <summary>Opens a shell in a window of 160x44; the test is skipped where tmux is missing.</summary>
    public static async Task<TmuxDriver> Start(TestProject project)
    {
        TmuxDriver driver = new(project, Programs.Require("tmux"));
        project.Owns(driver);
        project.Environment["PS1"] = "$ ";
        await driver.Tmux(["new-session", "-d", "-s", Session, "-x", "160", "-y", "44", Programs.Require("bash"), "--norc", "--noprofile"]);
        await driver.WaitFor("$");
        return driver;
    }

    /// <summary>Runs cccc in the shell; <see cref="WaitForExit"/> tells how it ended.</summary>
    public async Task Cccc(string arguments = "")
    {
        await Type($"clear; '{Programs.Cccc}' {arguments}; echo exit=$?.");
        await Press("Enter");
    }

    /// <summary>Types text as it is.</summary>
    public Task Type(string text) => Tmux(["send-keys", "-t", Session, "-l", "--", text]);

    /// <summary>Presses a key by tmux's name for it, e.g. <c>Enter</c>, <c>C-b</c>.</summary>
    public Task Press(string key) => Tmux(["send-keys", "-t", Session, key]);

    public Task Resize(int columns, int rows) => Tmux([
        "resize-window", "-t", Session,
        "-x", columns.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "-y", rows.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

    public Task<string> Capture() => Tmux(["capture-pane", "-p", "-t", Session]);

    public Task<string> WaitFor(string text) => WaitFor(async () => await Capture() is var screen && screen.Contains(text, StringComparison.Ordinal) ? screen : null, $"'{text}'");

    /// <summary>The exit code of cccc, once the shell has it.</summary>
    public async Task<int> WaitForExit() => int.Parse(
        await WaitFor(async () => Exit.Match(await Capture()) is { Success: true } exit ? exit.Groups[1].Value : null, "the program's end"),
        System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        var ended = await _project.Run(_tmux, ["-L", _socket, "kill-server"], "", _project.Folder.Root);
        Assert.True(ended.ExitCode == 0 || ended.Error.Contains("no server running", StringComparison.Ordinal), ended.ToString());
    }

    // tmux tells nobody when its screen changes; a look ten times a second costs little.
    private async Task<string> WaitFor(Func<Task<string?>> look, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < TerminalDriver.Patience)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await Task.Delay(Look);
        }

        throw new TimeoutException($"Waited for {what} in tmux in vain.\n{await Capture()}\n{_project.Describe()}");
    }

    private async Task<string> Tmux(IEnumerable<string> arguments)
    {
        var result = await _project.Run(_tmux, ["-L", _socket, "-f", "/dev/null", .. arguments], "", _project.Folder.Root);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
