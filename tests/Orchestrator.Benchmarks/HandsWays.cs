using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Host.Keeping;
using Orchestrator.Host.Sessions;
using Orchestrator.Pty;
using CommandResult = Orchestrator.Core.Session.CommandResult;

namespace Orchestrator.Benchmarks;

/// <summary>A way to type into an agent.</summary>
internal interface IWay : IAsyncDisposable
{
    /// <summary>How long it may take until a message is submitted; then it is given up as lost.</summary>
    TimeSpan Patience { get; }

    Task TypeAsync(string text);

    Tally Judge(IReadOnlyList<string> texts, JournalTail journal, IReadOnlyList<double> times);
}

/// <summary>Through cccc: its engine, its ledger, its terminals, the shipped rules of the CLI that the agent plays.</summary>
internal sealed class OwnWay : IWay
{
    private readonly EventLoop _loop;
    private readonly ProjectRuntime _runtime;
    private readonly bool _mail;

    private OwnWay(EventLoop loop, ProjectRuntime runtime, bool mail)
    {
        _loop = loop;
        _runtime = runtime;
        _mail = mail;
    }

    // A return that is lost three times is given up after half a minute; then a reminder comes.
    public TimeSpan Patience => TimeSpan.FromSeconds(90);

    public static async Task<OwnWay> StartAsync(ProjectFolder project, string persona, string[] agent, bool mail)
    {
        Directory.CreateDirectory(project.Settings);
        await File.WriteAllTextAsync(Path.Combine(project.Settings, "agents.yaml"), $"actors:\n  {persona}:\n    command: {JsonSerializer.Serialize(agent)}\n");
        await File.WriteAllTextAsync(
            Path.Combine(project.Settings, "cli_profiles.yaml"), $"roles:\n  peerA:\n    actor: {persona}\n  peerB:\n    actor: none\ndelivery:\n  nudge_resend_seconds: 20\n");
        var loop = new EventLoop(error => Console.Error.WriteLine(error));
        loop.Start("hands " + persona);
        var runtime = await ProjectRuntime.StartAsync(loop, new InProcessKeeper(loop), project, [], NullLogger.Instance);
        var launched = await runtime.Engine.LaunchAsync(runtime.Settings.Settings.Roles, CancellationToken.None);
        return launched.Ok ? new OwnWay(loop, runtime, mail) : throw new InvalidOperationException(launched.Text);
    }

    public async Task TypeAsync(string text)
    {
        while (true)
        {
            var result = _mail
                ? await _runtime.Engine.SendAsync(Route.PeerA, text, CancellationToken.None)
                : await TypeRawAsync(text);
            if (Environment.GetEnvironmentVariable("CCCC_HANDS_VERBOSE") == "1" && !result.Ok && result.Text != "not now")
            {
                Console.WriteLine($"{_runtime.Settings.Settings.Roles.PeerA}: {result.Text}");
            }

            if (result.Ok || (!_mail && !result.Refused))
            {
                // Typed, whatever came of it: never twice.
                return;
            }

            if (_mail)
            {
                throw new InvalidOperationException(result.Text);
            }

            // A user who is told that it cannot be typed now tries again.
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    // The gate is the user's to pass, so a careful user waits for it: the agent rests, and nobody's draft stands in its composer.
    private async Task<CommandResult> TypeRawAsync(string text)
    {
        var explanation = await _runtime.Engine.ExplainAsync(AgentRole.PeerA, CancellationToken.None);
        return explanation is { Waiting: null } ? await _runtime.Engine.TypeRawAsync(AgentRole.PeerA, text, null, CancellationToken.None) : new CommandResult(false, "not now", Refused: true);
    }

    public Tally Judge(IReadOnlyList<string> texts, JournalTail journal, IReadOnlyList<double> times)
    {
        var submitted = journal.Texts("submitted").Concat(journal.Texts("shell")).ToList();
        if (!_mail)
        {
            return Tally.Of(texts, submitted, journal, times);
        }

        // A message has arrived when its file was read; each nudge is a line of its own.
        var project = _runtime.Project;
        var read = Directory.EnumerateFiles(project.Processed(AgentRole.PeerA)).Select(File.ReadAllText).ToList();
        var nudges = submitted.Where(line => line.StartsWith("[NUDGE]", StringComparison.Ordinal) && line.Split("[NUDGE]").Length == 2).ToList();
        var tally = Tally.Of(texts, [.. texts.SelectMany(text => Enumerable.Repeat(text, read.Count(file => file.Contains($"\n{text}\n", StringComparison.Ordinal))))], journal, times);
        // Each comes when the agent rests, so one nudge announces one message: one more is one too many.
        return tally with { Doubled = tally.Doubled + Math.Max(0, nudges.Count - texts.Count), Merged = submitted.Count - nudges.Count };
    }

    public async ValueTask DisposeAsync()
    {
        await _runtime.DisposeAsync();
        _loop.Dispose();
    }
}

/// <summary>As scripts do it with tmux: the text, then Enter.</summary>
internal sealed class TmuxWay : IWay
{
    private static readonly string DotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private readonly string _socket = $"hands-{Environment.ProcessId}-{RandomNumber()}";
    private readonly string _way;

    private TmuxWay(string way) => _way = way;

    public TimeSpan Patience => TimeSpan.FromSeconds(5);

    public static async Task<TmuxWay> StartAsync(string[] agent, string folder, string way)
    {
        var tmux = new TmuxWay(way);
        await tmux.RunAsync(null, ["-f", "/dev/null", "new-session", "-d", "-s", "s", "-x", "120", "-y", "40", "-c", folder, "--", .. agent]);
        return tmux;
    }

    public async Task TypeAsync(string text)
    {
        if (_way == "send-keys")
        {
            await RunAsync(null, ["send-keys", "-t", "s", "-l", "--", text]);
        }
        else
        {
            await RunAsync(text, ["load-buffer", "-"]);
            await RunAsync(null, ["paste-buffer", "-p", "-d", "-t", "s"]);
        }

        if (_way == "paste-buffer-300")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }

        await RunAsync(null, ["send-keys", "-t", "s", "Enter"]);
    }

    public Tally Judge(IReadOnlyList<string> texts, JournalTail journal, IReadOnlyList<double> times) =>
        Tally.Of(texts, [.. journal.Texts("submitted"), .. journal.Texts("shell")], journal, times);

    public async ValueTask DisposeAsync()
    {
        // It writes until it has ended, and its folder is deleted then.
        using var agent = Process.GetProcessById(int.Parse(await RunAsync(null, ["display-message", "-p", "-t", "s", "#{pane_pid}"]), CultureInfo.InvariantCulture));
        await RunAsync(null, ["kill-server"]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await agent.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            agent.Kill();
            await agent.WaitForExitAsync();
        }
    }

    private async Task<string> RunAsync(string? input, string[] arguments)
    {
        var result = await CliWrap.Cli.Wrap("tmux").WithArguments(["-L", _socket, .. arguments])
            .WithEnvironmentVariables(variables => variables.Set("DOTNET_ROOT", DotnetRoot))
            .WithStandardInputPipe(PipeSource.FromString(input ?? ""))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        return result.StandardOutput.Trim();
    }

    private static int RandomNumber() => Random.Shared.Next(1_000_000);
}
