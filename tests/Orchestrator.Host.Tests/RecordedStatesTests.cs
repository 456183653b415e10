using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;
using Orchestrator.Core.Tests;
using Orchestrator.Host.Panes;
using Orchestrator.Pty;

namespace Orchestrator.Host.Tests;

/// <summary>
/// Recordings of real agent CLIs, played by their own clock: what the rules say of the screen after each piece of output is what the agent does, and the engine
/// must know it within 500 ms. They are not part of the repository: <c>../shared/agents/casts</c> beside it.
/// </summary>
public sealed class RecordedStatesTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Aim = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public static TheoryData<string> Recordings() => Folder() is { } folder ? [.. Directory.EnumerateFiles(folder, "*.cast").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)] : ["none"];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Every_change_of_state_is_known_within_half_a_second_of_its_bytes(string recording)
    {
        var folder = Folder();
        Assert.SkipWhen(folder is null, "The recordings of real agent CLIs (../shared/agents/casts) are not beside the repository.");
        var actor = Actor(recording[..recording.IndexOf('-', StringComparison.Ordinal)]);
        (var size, var events) = Read(Path.Combine(folder, recording + ".cast"));

        ManualTimeProvider clock = new();
        using LoopOfTest loop = new(clock);
        using TerminalPane pane = new(loop.Loop, new NoKeeper(), size, new TuiSettings(), new PaneColors(loop.Loop, BackgroundSetting.Auto));
        StateJudge judge = new(actor, TimeZoneInfo.Utc);
        List<(TimeSpan At, AgentState State)> judged = [];
        var start = clock.GetUtcNow();
        ScreenWatch watch = new(loop.Loop, pane, screen => judged.Add((clock.GetUtcNow() - start, judge.Observe(screen, clock.GetUtcNow()).State)));
        ScreenRules rules = new(actor with { StateRules = [.. actor.StateRules.Where(rule => rule.State != AgentState.Exited)] });
        List<(TimeSpan At, AgentState? State)> shown = [];

        foreach ((var at, var kind, var data) in events)
        {
            await PassUntil(at);
            await loop.On(() =>
            {
                if (kind == "r")
                {
                    var sides = data.Split('x');
                    pane.Resize(new TermSize(int.Parse(sides[0], CultureInfo.InvariantCulture), int.Parse(sides[1], CultureInfo.InvariantCulture)));
                }
                else if (kind == "o")
                {
                    pane.Play(Encoding.UTF8.GetBytes(data));
                    // Half a frame is no state of the agent.
                    if (!pane.Screen.Modes.SynchronizedOutput)
                    {
                        shown.Add((at, rules.Read(watch.LookNow()).Match?.Rule.State));
                    }
                }

                watch.Changed();
            });
        }

        await PassUntil(events[^1].At + Aim);
        List<(TimeSpan At, AgentState State, TimeSpan Took)> changes = [.. Changes(shown, judged, events[^1].At)];
        output.WriteLine($"{changes.Count} changes, slowest {changes.Max(change => change.Took).TotalMilliseconds:0} ms");
        Assert.Contains(changes, change => change.State == AgentState.Busy);
        Assert.Contains(changes, change => change.State == AgentState.Idle);
        Assert.Equal(recording.EndsWith("-ask", StringComparison.Ordinal), changes.Exists(change => change.State == AgentState.NeedsInput));
        Assert.All(changes, change => Assert.True(change.Took <= Aim, $"{change.State} at {change.At.TotalSeconds:0.000} s was known after {change.Took.TotalMilliseconds:0} ms"));

        async Task PassUntil(TimeSpan at)
        {
            while (clock.GetUtcNow() - start < at)
            {
                var left = start + at - clock.GetUtcNow();
                clock.Advance(left < Step ? left : Step);
                await loop.On(() =>
                {
                    if (judge.Due <= clock.GetUtcNow())
                    {
                        judged.Add((clock.GetUtcNow() - start, judge.Reconsider(clock.GetUtcNow()).State));
                    }
                });
            }
        }
    }

    // What lasts shorter than that nobody could know in time: a flicker is no change.
    private static IEnumerable<(TimeSpan At, AgentState State, TimeSpan Took)> Changes(List<(TimeSpan At, AgentState? State)> shown, List<(TimeSpan At, AgentState State)> judged, TimeSpan end)
    {
        AgentState? before = null;
        for (var i = 0; i < shown.Count; i++)
        {
            var state = shown[i].State;
            if (i > 0 && state == shown[i - 1].State)
            {
                continue;
            }

            var next = shown.FindIndex(i, look => look.State != state);
            var until = next < 0 ? end : shown[next].At;
            if (state is not { } known || until - shown[i].At < Aim || known == before)
            {
                continue;
            }

            before = known;
            var at = shown[i].At;
            // Known already, or from the first look on that says so.
            var already = judged.LastOrDefault(look => look.At <= at).State;
            var from = already == known ? at : judged.FirstOrDefault(look => look.At >= at && look.State == known, (At: TimeSpan.MaxValue, State: known)).At;
            yield return (at, known, from == TimeSpan.MaxValue ? TimeSpan.MaxValue : from - at);
        }
    }

    private static ActorDefinition Actor(string id)
    {
        var loaded = SettingsLoader.Load(new ProjectFolder(Path.GetTempPath()), new SettingsSources(null, ImmutableDictionary<string, string>.Empty, []));
        return new ActorCatalog(loaded.Settings.Actors).Find(id)!;
    }

    // asciicast v2: a header, then [seconds, kind, data] a line.
    private static (TermSize Size, List<(TimeSpan At, string Kind, string Data)> Events) Read(string path)
    {
        var lines = File.ReadAllLines(path);
        using var header = JsonDocument.Parse(lines[0]);
        TermSize size = new(header.RootElement.GetProperty("width").GetInt32(), header.RootElement.GetProperty("height").GetInt32());
        List<(TimeSpan, string, string)> events = [];
        foreach (var line in lines.Skip(1).Where(line => line.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            events.Add((TimeSpan.FromSeconds(json.RootElement[0].GetDouble()), json.RootElement[1].GetString()!, json.RootElement[2].GetString()!));
        }

        return (size, events);
    }

    private static string? Folder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "agents", "casts");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
