using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Cli.Output;
using Orchestrator.Core.Session;
using Orchestrator.Demo;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Keeping;
using Orchestrator.Host.Sessions;
using Orchestrator.Pty;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc demo --headless</c>: engine, panes and scripted agents as in the full program, without a cockpit.</summary>
internal static class HeadlessDemo
{
    private static readonly TimeSpan PatienceOfAll = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PatienceOfEach = TimeSpan.FromSeconds(3);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> RunAsync(int handOffs, bool json, CancellationToken cancellationToken)
    {
        using var project = DemoProject.Create(handOffs, TimeSpan.Zero, HostStarter.ThisProgram(), StandardStreams.Error);
        using EventLoop loop = new(error => StandardStreams.Error.WriteLine("cccc: a callback failed: " + error));
        loop.Start("cccc demo");
        Progress progress = new(handOffs, json ? null : StandardStreams.Output);
        IReadOnlyList<HandOffTimes> times;
        await using (var runtime = await ProjectRuntime.StartAsync(loop, new InProcessKeeper(loop), project.Folder, [], NullLogger.Instance))
        {
            using var observing = runtime.Engine.Observe(progress);
            var launched = await runtime.Engine.LaunchAsync(runtime.Settings.Settings.Roles, cancellationToken);
            if (!launched.Ok)
            {
                StandardStreams.Error.WriteLine("cccc: " + launched.Text);
                return ExitCode.Failed;
            }

            await runtime.Engine.SendAsync(Route.PeerA, "start", cancellationToken);
            await progress.WaitAsync(PatienceOfAll + (handOffs * PatienceOfEach), cancellationToken);
            await runtime.StopAsync();
            times = HandOffTimes.Read(runtime.ReadLedger());
        }

        return Report(times, handOffs, json);
    }

    private static int Report(IReadOnlyList<HandOffTimes> times, int handOffs, bool json)
    {
        var acknowledged = times.Count(time => time.Acknowledged is not null);
        var complete = times.Count == handOffs && acknowledged == handOffs;
        var inbox = times.Select(time => (double?)time.InInbox).ToArray();
        var submitted = times.Select(time => time.Submitted).ToArray();
        if (json)
        {
            JsonObject result = new()
            {
                ["hand_offs"] = handOffs,
                ["delivered"] = times.Count,
                ["acknowledged"] = acknowledged,
                ["complete"] = complete,
                ["written_to_inbox_ms"] = Spread(inbox),
                ["written_to_submitted_ms"] = Spread(submitted),
                ["messages"] = new JsonArray([.. times.Select(Message)]),
            };
            StandardStreams.Output.WriteLine(result.ToJsonString(Indented));
        }
        else
        {
            StandardStreams.Output.WriteLine($"{times.Count} of {handOffs} hand-offs delivered, {acknowledged} acknowledged.");
            StandardStreams.Output.WriteLine($"file written -> in the other inbox   p50 {Text(HandOffTimes.Percentile(inbox, 50))} ms   p99 {Text(HandOffTimes.Percentile(inbox, 99))} ms");
            StandardStreams.Output.WriteLine($"file written -> nudge submitted      p50 {Text(HandOffTimes.Percentile(submitted, 50))} ms   p99 {Text(HandOffTimes.Percentile(submitted, 99))} ms");
        }

        return complete ? ExitCode.Done : ExitCode.Failed;
    }

    private static JsonObject Message(HandOffTimes time) => new()
    {
        ["mid"] = time.MessageId,
        ["from"] = time.From,
        ["to"] = time.To,
        ["in_inbox_ms"] = Rounded(time.InInbox),
        ["submitted_ms"] = Rounded(time.Submitted),
        ["acknowledged_ms"] = Rounded(time.Acknowledged),
    };

    private static JsonObject Spread(double?[] values) => new()
    {
        ["p50"] = Rounded(HandOffTimes.Percentile(values, 50)),
        ["p99"] = Rounded(HandOffTimes.Percentile(values, 99)),
    };

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;

    private static string Text(double? value) => value is { } number ? number.ToString("0.0", CultureInfo.InvariantCulture) : "-";

    /// <summary>Prints the timeline as it grows, and knows when all hand-offs are through.</summary>
    private sealed class Progress(int handOffs, TextWriter? output) : IEngineObserver
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Ends when all is done or the time is over; which of the two, the ledger says.</summary>
        public async Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(_done.Task, Task.Delay(patience, TimeProvider.System, over.Token));
            await over.CancelAsync();
        }

        public void SnapshotChanged(EngineSnapshot snapshot)
        {
            if (snapshot.HandOffs >= handOffs && snapshot.Agents.All(agent => agent.InboxCount == 0))
            {
                _done.TrySetResult();
            }
        }

        public void TimelineAppended(TimelineEntry entry) =>
            output?.WriteLine($"{entry.At.ToLocalTime():HH:mm:ss.fff}  {entry.Label,-16}  {OneLine(entry.Text)}");

        public void Logged(LogLine line)
        {
        }

        private static string OneLine(string text) => string.Concat(text.ReplaceLineEndings(" · ").Where(c => !char.IsControl(c)));
    }
}
