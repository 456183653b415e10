using System.Text;
using FakeAgent;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Host.Control;

namespace Orchestrator.EndToEnd.Tests.Crash;

/// <summary>
/// A session in which the user and the agents write numbered mail and the host is killed, once or more, at an instant that the seed chooses; then it is
/// started again, everything comes to rest, and everything is counted.
/// </summary>
internal sealed class CrashRound : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(60);

    private readonly Random _random;
    private readonly bool _single;
    private readonly TestProject _project;
    private readonly List<UserMessage> _sent = [];
    private readonly StringBuilder _story = new();
    private int _crashes;
    private int _numbered;

    private CrashRound(int seed, string root)
    {
        _random = new Random(seed);
        _single = _random.Next(3) == 0;
        _project = TestProject.At(root);
        _story.Append($"seed {seed}, {(_single ? "one peer" : "two peers")}");
        _project.WriteActors(["--numbered", $"{seed}"], ["--numbered", $"{seed}"]);
        _project.WriteSetting("cli_profiles.yaml", $$"""
            roles:
              peerA:
                actor: {{TestProject.ActorA}}
              peerB:
                actor: {{(_single ? "none" : TestProject.ActorB)}}
            delivery:
              human_quiet_seconds: 0.2
              still_milliseconds: 60
              insight_hint: {{(_random.Next(2) == 0 ? "true" : "false")}}
              processed_retention: 10000
            ledger:
              part_kilobytes: {{(_random.Next(2) == 0 ? 64 : 8192)}}
            """);
    }

    /// <summary>What happened in this round, for a failure's message.</summary>
    public string Story => _story.ToString();

    /// <summary>Plays the round of a seed.</summary>
    /// <returns>The violations, with the round's story in front (empty when every count is right), how often the host died, how many messages were counted.</returns>
    public static async Task<(IReadOnlyList<string> Violations, int Crashes, int Messages)> PlayAsync(int seed)
    {
        var root = Directory.CreateTempSubdirectory($"crash-{seed}-").FullName;
        await using CrashRound round = new(seed, root);
        try
        {
            await round.PlayAsync();
            CrashCount count = new(round._project, round._sent, round._crashes, round._single);
            var violations = count.Violations();
            return (violations.Count == 0 ? [] : [round.Story, .. violations, round._project.Describe()], round._crashes, count.Messages);
        }
        catch (Exception fault)
        {
            return ([round.Story, fault.ToString(), round._project.Describe()], round._crashes, 0);
        }
    }

    public ValueTask DisposeAsync() => _project.DisposeAsync();

    private async Task PlayAsync()
    {
        var lives = 1 + _random.Next(3);
        for (var life = 0; life < lives; life++)
        {
            await LiveAndDieAsync(recovering: life > 0);
        }

        _story.Append("; then undisturbed");
        using var last = await HostLife.StartAsync(_project, crashAt: null);
        if (!last.IsReady)
        {
            throw new InvalidOperationException($"The host does not start after its crash: {last.FirstLine}");
        }

        // Whoever got no answer sends again under the same key.
        foreach (var message in _sent.Where(message => message is { Answer: null, Key: not null }))
        {
            message.Answer = await last.SendAsync(message.Route, message.Text, new SendOptions(Key: message.Key));
            message.WasRepeated = true;
        }

        for (var i = _random.Next(3); i > 0; i--)
        {
            await SendAsync(last);
        }

        await CalmAsync();
        await last.KillAsync();
        await last.AgentsEndAsync();
    }

    private async Task LiveAndDieAsync(bool recovering)
    {
        var crashAt = _random.Next(4) == 0 ? null : CrashPoints.Choose(_random, recovering && _random.Next(2) == 0);
        crashAt = recovering ? crashAt : Environment.GetEnvironmentVariable("CCCC_CRASH_POINT") ?? crashAt;
        var length = TimeSpan.FromMilliseconds(_random.Next(crashAt is null ? 900 : 1300));
        var letters = 1 + _random.Next(4);
        _story.Append($"; {crashAt ?? $"killed after {length.TotalMilliseconds:0} ms"}");
        using var life = await HostLife.StartAsync(_project, crashAt);
        if (!life.IsReady && life.FirstLine is not null)
        {
            throw new InvalidOperationException($"The host does not start: {life.FirstLine}");
        }

        var dies = life.DiesAsync(length);
        for (var i = 0; i < letters && life.IsReady && !dies.IsCompleted; i++)
        {
            await SendAsync(life);
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(120)));
        }

        await dies;
        _story.Append(life.HasDied ? " (died there)" : " (killed from outside)");
        await life.KillAsync();
        _crashes++;
        await life.AgentsEndAsync();
    }

    private async Task SendAsync(HostLife life)
    {
        var route = _single ? Route.PeerA : (Route)_random.Next(3);
        NumberedMail mail = new($"User-{++_numbered:D6}", _random.Next(3));
        UserMessage message = new(mail.Serial, route, mail.Text(_random, _random.Next(200)), _random.Next(2) == 0 ? $"key {mail.Serial}" : null);
        _sent.Add(message);
        message.Answer = await life.SendAsync(route, message.Text, new SendOptions(Urgent: _random.Next(12) == 0, Key: message.Key));
    }

    // Everything that was promised is where it belongs, and nothing has moved between two looks.
    private async Task CalmAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        var before = "";
        while (true)
        {
            var now = new CrashCount(_project, _sent, _crashes, _single).Unrest(out var files);
            if (now.Length == 0 && before == $"{files}")
            {
                return;
            }

            before = now.Length == 0 ? $"{files}" : "";
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException($"After {Patience.TotalSeconds:0} s it has not come to rest: {now}");
            }

            await Task.Delay(Look);
        }
    }
}

/// <summary>A message of the user.</summary>
/// <param name="Key">Under which it may be sent again.</param>
internal sealed record UserMessage(string Serial, Route Route, string Text, string? Key)
{
    /// <summary>Null: the host died before it answered.</summary>
    public ControlReply? Answer { get; set; }

    public bool WasRepeated { get; set; }

    public IEnumerable<AgentRole> Receivers => Route switch
    {
        Route.PeerA => [AgentRole.PeerA],
        Route.PeerB => [AgentRole.PeerB],
        _ => [AgentRole.PeerA, AgentRole.PeerB],
    };
}
