using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Delivery;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Keeping;
using Orchestrator.Host.Sessions;
using Orchestrator.Terminal.Pty;

namespace Orchestrator.Benchmarks;

/// <summary>
/// <c>hands MESSAGES [SEED [WAY...]]</c>: messages of 1 B to 8 KB into agents that look and misbehave like real CLIs (tests/FakeAgent), in real terminals, with
/// faults at random but the same ones for every way: <c>mail</c> (a nudge for a file), <c>raw</c> (the text itself, past the gate's mail), and the peers
/// <c>send-keys</c>, <c>paste-buffer</c> and <c>paste-buffer-300</c> (tmux: the text, then Enter; the last with 300 ms in between). What counts is what the agents' own journals say.
/// </summary>
internal static class HandsRuns
{
    private static readonly string[] s_personas = ["claude", "codex", "gemini", "opencode"];
    private static readonly string[] s_ways = ["mail", "raw", "send-keys", "paste-buffer", "paste-buffer-300"];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || !int.TryParse(args[0], CultureInfo.InvariantCulture, out var messages) || messages < 4 || args.Skip(2).Any(way => !s_ways.Contains(way)))
        {
            Console.Error.WriteLine($"hands MESSAGES [SEED [{string.Join('|', s_ways)}]]");
            return 2;
        }

        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        var ways = args.Length > 2 ? args[2..] : s_ways;
        Console.WriteLine($"{messages} messages, seed {seed}");
        foreach (var way in ways)
        {
            var tallies = await Task.WhenAll(s_personas.Select((persona, i) => Task.Run(() => RunOneAsync(way, persona, messages / s_personas.Length, seed + i))));
            Console.WriteLine($"{way,-17} {Tally.Sum(tallies)}");
            foreach (var (persona, tally) in s_personas.Zip(tallies))
            {
                Console.WriteLine($"  {persona,-15} {tally}");
            }
        }

        return 0;
    }

    private static async Task<Tally> RunOneAsync(string way, string persona, int messages, int seed)
    {
        var folder = Directory.CreateTempSubdirectory($"cccc-hands-{persona}-").FullName;
        try
        {
            var random = new Random(seed);
            var texts = Texts(random, messages);
            var script = Path.Combine(folder, "script.json");
            await File.WriteAllTextAsync(script, Incidents(random, messages).ToJsonString());
            var project = new ProjectFolder(Directory.CreateDirectory(Path.Combine(folder, "project")).FullName);
            var journal = new JournalTail(Path.Combine(folder, "journal.jsonl"));
            string[] agent =
            [
                FakeAgent, "--name", "PeerA", "--mailbox", project.Mailbox, "--log", journal.Path, "--persona", persona, "--script", script, "--pace", "300", "--question-lasts", "1500",
                .. persona == "gemini" ? ["--full-redraw"] : Array.Empty<string>(), .. persona == "opencode" ? ["--repaint-every", "1000"] : Array.Empty<string>(),
            ];
            await using IWay typing = way is "mail" or "raw" ? await OwnWay.StartAsync(project, persona, agent, way == "mail") : await TmuxWay.StartAsync(agent, project.Root, way);
            var times = new List<double>();
            await journal.UntilAsync(() => journal.Count("started") > 0, TimeSpan.FromSeconds(30));
            foreach (var text in texts)
            {
                var before = journal.Count("submitted") + journal.Count("shell");
                var watch = Stopwatch.StartNew();
                await typing.TypeAsync(text);
                if (await journal.UntilAsync(() => journal.Count("submitted") + journal.Count("shell") > before, typing.Patience))
                {
                    times.Add(watch.Elapsed.TotalMilliseconds);
                }

                // The next one comes when the agent rests: mail that comes in the midst of a turn is read in it, without a line of its own.
                await journal.UntilAsync(() => journal.Count("rested") >= journal.Count("submitted") + journal.Count("shell"), TimeSpan.FromSeconds(5));
            }

            // What comes late counts too.
            await Task.Delay(TimeSpan.FromSeconds(3));
            journal.Read();
            return typing.Judge(texts, journal, times);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string FakeAgent => Path.Combine(AppContext.BaseDirectory, "fake-agent");

    // From 1 byte to 8 KB, as many short ones as long ones; all different, none with anything that a CLI takes for a command.
    private static List<string> Texts(Random random, int count)
    {
        string[] letters = ["a", "e", "n", "t", "z", "Ä", "ß", "é", "漢", "字", "か", "🚀", "👩‍💻", "0", "7", " ", " ", ".", "-", "\"", "'", "$", "\\", "{", "%"];
        var texts = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (texts.Count < count)
        {
            var size = (int)Math.Pow(8192, random.NextDouble());
            var text = new StringBuilder(letters[random.Next(letters.Length - 10)]);
            var bytes = Encoding.UTF8.GetByteCount(text.ToString());
            while (bytes < size)
            {
                var letter = letters[random.Next(letters.Length)];
                bytes += Encoding.UTF8.GetByteCount(letter);
                text.Append(letter);
            }

            var line = StrokeText.Clean(text.ToString());
            if (line.Length > 0 && known.Add(line))
            {
                texts.Add(line);
            }
            else if (size < 3 && known.Count(one => one.Length < 3) > 10)
            {
                // There are only so many of one byte.
                texts.Add(string.Create(CultureInfo.InvariantCulture, $"n{texts.Count}"));
            }
        }

        return texts;
    }

    private static JsonArray Incidents(Random random, int messages)
    {
        var incidents = new JsonArray();
        for (var after = 0; after < messages; after++)
        {
            if (random.Next(4) != 0)
            {
                continue;
            }

            var incident = new JsonObject { ["after"] = after };
            switch (random.Next(6))
            {
                case 0:
                    incident["swallowReturns"] = 1 + random.Next(2);
                    break;
                case 1:
                    incident["askAfterPaste"] = true;
                    break;
                case 2:
                    incident["askInTurn"] = true;
                    break;
                case 3:
                    incident["draft"] = "hold on, I was just";
                    break;
                case 4:
                    incident["limitMilliseconds"] = 1500;
                    break;
                default:
                    incident["slowMilliseconds"] = 400;
                    break;
            }

            incidents.Add(incident);
        }

        return incidents;
    }
}

/// <summary>A way to type into an agent.</summary>
internal interface IWay : IAsyncDisposable
{
    /// <summary>How long it may take until a message is submitted; then it is given up as lost.</summary>
    TimeSpan Patience { get; }

    Task TypeAsync(string text);

    Tally Judge(IReadOnlyList<string> texts, JournalTail journal, IReadOnlyList<double> times);
}

/// <summary>What became of the messages.</summary>
internal sealed record Tally(int Sent, int Once, int Lost, int Doubled, int Merged, int IntoDialog, int Approved, int DraftsDestroyed, int DraftsIntact, IReadOnlyList<double> Times)
{
    public static Tally Sum(IReadOnlyList<Tally> all) => new(
        all.Sum(one => one.Sent), all.Sum(one => one.Once), all.Sum(one => one.Lost), all.Sum(one => one.Doubled), all.Sum(one => one.Merged), all.Sum(one => one.IntoDialog),
        all.Sum(one => one.Approved), all.Sum(one => one.DraftsDestroyed), all.Sum(one => one.DraftsIntact), [.. all.SelectMany(one => one.Times)]);

    /// <param name="submitted">What the agent says was submitted, each piece alone.</param>
    public static Tally Of(IReadOnlyList<string> expected, IReadOnlyList<string> submitted, JournalTail journal, IReadOnlyList<double> times)
    {
        var counts = submitted.GroupBy(text => text, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var known = expected.ToHashSet(StringComparer.Ordinal);
        return new Tally(
            expected.Count, expected.Count(text => counts.GetValueOrDefault(text) == 1), expected.Count(text => !counts.ContainsKey(text)), expected.Count(text => counts.GetValueOrDefault(text) > 1),
            submitted.Count(text => !known.Contains(text)), journal.Count("ignored"), journal.Count("approved"), journal.Count("draft-destroyed"), journal.Count("draft-intact"), times);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"sent {Sent}, exactly once {Once}, lost {Lost}, doubled {Doubled}, merged or damaged {Merged}, typed into a dialog {IntoDialog}, dialogs approved {Approved}, drafts destroyed {DraftsDestroyed} (intact {DraftsIntact}); submitted after p50 {At(50):0} ms, p95 {At(95):0} ms");

    private double At(int percent)
    {
        var sorted = Times.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
    }
}

/// <summary>The agent's journal, read as it grows.</summary>
internal sealed class JournalTail(string path)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    private readonly List<(string What, string Text)> _lines = [];
    private long _position;

    public string Path => path;

    public int Count(string what) => _lines.Count(line => line.What == what);

    public IReadOnlyList<string> Texts(string what) => [.. _lines.Where(line => line.What == what).Select(line => line.Text)];

    public void Read()
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _position;
        using var reader = new StreamReader(file, Encoding.UTF8);
        var text = reader.ReadToEnd();
        var end = text.LastIndexOf('\n') + 1;
        _position += Encoding.UTF8.GetByteCount(text.AsSpan(0, end));
        foreach (var line in text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var entry = JsonNode.Parse(line)!;
            _lines.Add((entry["what"]!.GetValue<string>(), entry["text"]!.GetValue<string>()));
        }
    }

    public async Task<bool> UntilAsync(Func<bool> condition, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            Read();
            if (condition())
            {
                return true;
            }

            if (watch.Elapsed > patience)
            {
                return false;
            }

            await Task.Delay(s_look);
        }
    }
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
        var nudges = submitted.Count(line => line.StartsWith("[NUDGE]", StringComparison.Ordinal) && line.Split("[NUDGE]").Length == 2);
        var tally = Tally.Of(texts, [.. texts.SelectMany(text => Enumerable.Repeat(text, read.Count(file => file.Contains($"\n{text}\n", StringComparison.Ordinal))))], journal, times);
        return tally with { Merged = submitted.Count - nudges };
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
        var start = new ProcessStartInfo("tmux") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-L", _socket, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Trim();
    }

    private static int RandomNumber() => Random.Shared.Next(1_000_000);
}
