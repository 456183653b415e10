using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Tests.Session;

/// <summary>
/// A day with agents and a user who act at random, by a seed: agents that answer late, twice or never, lose returns, open prompts, crash;
/// a user who writes, pauses, answers prompts, takes messages back; a host that dies. What was sent is written down, so that it can be counted afterwards.
/// </summary>
internal sealed class World(EngineHarness engine, bool singlePeer, int seed)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Func<Task>, DateTimeOffset> _plans = new();
    private readonly AgentRole[] _roles = singlePeer ? [AgentRole.PeerA] : [AgentRole.PeerA, AgentRole.PeerB];
    private int _messages;
    private bool _paused;

    /// <summary>Sender → receiver → the texts, in their order.</summary>
    public Dictionary<(string From, AgentRole To), List<string>> Sent { get; } = [];

    /// <summary>Texts that may arrive once or not at all: with a time to live, cancelled, or sent while the host died.</summary>
    public HashSet<string> Doubtful { get; } = new(StringComparer.Ordinal);

    public List<string> Violations { get; } = [];

    public int Crashes { get; private set; }

    /// <summary>Runs of the Foreman that began, through all lives of the host.</summary>
    public int ForemanRuns { get; private set; }

    /// <summary>Nudges that were given to the terminals, typed or held back at the last moment, through all lives of the host.</summary>
    public int Nudges { get; private set; }

    public async Task RunAsync(TimeSpan length)
    {
        var end = engine.Now + length;
        EquipAll();
        Plan(UserActsAsync, 1, 600);
        while (_plans.TryPeek(out _, out var at) && at < end)
        {
            // What happens on the way may plan something sooner.
            if (!await StepAsync(at))
            {
                continue;
            }

            await _plans.Dequeue()();
            await engine.SettleAsync();
            Watch();
        }

        while (!await StepAsync(end))
        {
        }
    }

    /// <summary>Everything may go on now: what is still under way comes to its end.</summary>
    public async Task CalmDownAsync()
    {
        if (_paused)
        {
            await ResumeAsync();
        }

        foreach (var role in _roles)
        {
            if (engine.View(role).State == AgentState.Exited)
            {
                await RestartAsync(role);
            }

            engine.Terminals[role].Ready();
            await engine.ReadInboxAsync(role);
        }

        Nudges += NudgesNow();
    }

    private void EquipAll()
    {
        foreach (var role in _roles)
        {
            Equip(role);
        }

        var runs = engine.Runs;
        runs.OnStarted = () =>
        {
            ForemanRuns++;
            Plan(() => EndForemanAsync(runs), 5, 600);
        };
    }

    private void Equip(AgentRole role)
    {
        var pane = engine.Terminals[role];
        pane.LosesReturns = _random.Next(6) == 0 ? 1 : 0;
        pane.OnSubmitted = _ =>
        {
            pane.LosesReturns = _random.Next(6) == 0 ? 1 + _random.Next(2) : 0;
            pane.OpensDialogOnPaste = _random.Next(12) == 0;
            if (_random.Next(12) == 0)
            {
                Plan(() => Do(() => IfAlive(role, pane, pane.Ready)), 5, 60);
                return;
            }

            Plan(() => TurnAsync(role, pane), 5, 900);
        };
    }

    private void IfAlive(AgentRole role, FakePane pane, Action action)
    {
        if (engine.Terminals[role] == pane)
        {
            action();
        }
    }

    private async Task TurnAsync(AgentRole role, FakePane pane)
    {
        if (engine.Terminals[role] != pane || engine.View(role).State == AgentState.Exited)
        {
            return;
        }

        var crashes = _random.Next(10) == 0;
        if (crashes)
        {
            engine.DieAfter(_random.Next(9));
        }

        engine.TellRead(role);
        for (var i = _random.Next(crashes ? 4 : 3); i > 0; i--)
        {
            Write(role);
        }

        if (_random.Next(10) == 0)
        {
            pane.Ask();
            Plan(() => AnswerAsync(role, pane), 10, 4000);
        }
        else if (_random.Next(40) == 0)
        {
            engine.Engine.Post(new AgentExited(role, new AgentExit(1, null), ["crashed"]));
            Plan(() => RestartAsync(role), 1, 2000);
        }
        else
        {
            pane.Finish($"turn {_messages}");
        }

        await engine.SettleAsync();
        if (crashes)
        {
            await CrashAsync();
        }
    }

    private Task AnswerAsync(AgentRole role, FakePane pane)
    {
        if (engine.Terminals[role] == pane && engine.View(role).State != AgentState.Exited)
        {
            engine.Engine.Post(new HumanKeys(role));
            pane.Ready();
        }

        return Task.CompletedTask;
    }

    private void Write(AgentRole role)
    {
        var text = _random.Next(4) == 0 ? "same words" : $"report {_random.Next(5)}";
        if (_random.Next(2) == 0)
        {
            text = $"Progress: {text}";
        }

        text += $"\nserial {++_messages}.";
        if (_random.Next(4) == 0)
        {
            engine.TellTaken(role, MailChannel.ToUser, text);
            return;
        }

        if (!singlePeer)
        {
            Remember(role.Label(), role.Other());
        }

        engine.TellTaken(role, MailChannel.ToPeer, text);
    }

    // A run ends: silent, with a message, with one that only was printed, or never (its time-box ends it).
    private async Task EndForemanAsync(FakeRuns runs)
    {
        if (engine.Runs != runs)
        {
            return; // It died with its host.
        }

        engine.ProjectLooksLike = $"commit {_random.Next(4)}";
        switch (_random.Next(5))
        {
            case 0:
                break;
            case 1:
                runs.End("nothing to say");
                break;
            case 2:
                var to = _roles[_random.Next(_roles.Length)];
                runs.End($"To: {to.Label()}\n<TO_PEER>\nprinted\n{NextSerial("Foreman", [to])}\n</TO_PEER>");
                break;
            default:
                await File.WriteAllTextAsync(engine.Project.ForemanToPeer, $"To: Both\n<TO_PEER>\ngo on\n{NextSerial("Foreman", _roles)}\n</TO_PEER>\n");
                if (_random.Next(3) == 0)
                {
                    engine.DieAfter(_random.Next(8));
                    runs.End();
                    await engine.SettleAsync();
                    await CrashAsync();
                    return;
                }

                runs.End();
                break;
        }

        await engine.SettleAsync();
    }

    private string NextSerial(string from, AgentRole[] receivers)
    {
        _messages++;
        foreach (var to in receivers)
        {
            Remember(from, to);
        }

        return $"serial {_messages}.";
    }

    private async Task UserActsAsync()
    {
        Plan(UserActsAsync, 30, 3000);
        var role = _roles[_random.Next(_roles.Length)];
        if (engine.Terminals[role].HasDialog && _random.Next(2) == 0)
        {
            await AnswerAsync(role, engine.Terminals[role]);
        }

        switch (_random.Next(12))
        {
            case 0 when !_paused:
                _paused = (await engine.Engine.PauseAsync(CancellationToken.None)).Ok;
                Plan(ResumeAsync, 10, 5000);
                break;
            case 1:
                engine.Engine.Post(new HumanKeys(role));
                break;
            case 2:
                await RestartAsync(role);
                break;
            case 3:
                await CrashAsync();
                break;
            case 4:
                await SendAndCrashAsync(role);
                break;
            case 5:
                await SendAsync(role, new SendOptions(TimeToLive: TimeSpan.FromSeconds(30 + _random.Next(3000))), isDoubtful: true);
                break;
            case 6:
                var id = await SendAsync(role, SendOptions.Plain, isDoubtful: true);
                Plan(() => engine.Engine.CancelMessageAsync(id, CancellationToken.None), 1, 900);
                break;
            case 7:
                var key = $"key {_messages}";
                var first = await SendAsync(role, new SendOptions(Key: key, Urgent: _random.Next(2) == 0), isDoubtful: false);
                Plan(
                    async () =>
                    {
                        var again = await engine.Engine.SendAsync(RouteTo(role), "not stored twice", new SendOptions(Key: key), CancellationToken.None);
                        if (again.MessageIds.Single() != first)
                        {
                            Violations.Add($"{engine.Now:T}: the key '{key}' was stored twice");
                        }
                    },
                    1, 4000);
                break;
            default:
                await SendAsync(role, SendOptions.Plain, isDoubtful: false);
                break;
        }
    }

    private async Task<string> SendAsync(AgentRole role, SendOptions options, bool isDoubtful)
    {
        var text = NextText(role, isDoubtful);
        var answer = await engine.Engine.SendAsync(RouteTo(role), text, options, CancellationToken.None);
        Assert.True(answer.Ok, answer.Text);
        return answer.MessageIds.Single();
    }

    // Nobody hears the answer: the message may have been accepted or not.
    private async Task SendAndCrashAsync(AgentRole role)
    {
        var text = NextText(role, isDoubtful: true);
        engine.DieAfter(_random.Next(5));
        await engine.Engine.SendAsync(RouteTo(role), text, CancellationToken.None);
        await engine.SettleAsync();
        await CrashAsync();
    }

    private string NextText(AgentRole role, bool isDoubtful)
    {
        _messages++;
        Remember("User", role);
        if (isDoubtful)
        {
            Doubtful.Add($"serial {_messages}.");
        }

        return $"task\nserial {_messages}.";
    }

    private async Task CrashAsync()
    {
        Crashes++;
        Nudges += NudgesNow();
        await engine.CrashAsync();
        // An agent can be faster than the record of what it reads, and it outlives its host by a moment.
        foreach (var role in _roles.Where(_ => _random.Next(2) == 0))
        {
            foreach (var file in engine.Mailbox.List(role))
            {
                File.Move(file.Path, Path.Combine(engine.Project.Processed(role), file.Name));
            }
        }

        await engine.LaunchAsync(Choices(singlePeer));
        EquipAll();
    }

    public static RoleChoices Choices(bool singlePeer) => new("fake", singlePeer ? null : "fake", null, "fake");

    private int NudgesNow() => engine.Terminals.Asked.Count(text => text.Contains("[NUDGE]", StringComparison.Ordinal));

    private async Task ResumeAsync()
    {
        await engine.Engine.ResumeAsync(CancellationToken.None);
        _paused = false;
    }

    private async Task RestartAsync(AgentRole role)
    {
        var answer = await engine.Engine.RestartAsync(role, CancellationToken.None);
        Assert.True(answer.Ok, answer.Text);
        Equip(role);
        engine.Terminals[role].Ready();
    }

    private void Remember(string from, AgentRole to)
    {
        if (!Sent.TryGetValue((from, to), out var texts))
        {
            Sent.Add((from, to), texts = []);
        }

        texts.Add($"serial {_messages}.");
    }

    /// <returns>True when that time has come; false when only the engine's next alarm has.</returns>
    private async Task<bool> StepAsync(DateTimeOffset until)
    {
        var before = engine.Terminals.Writes.Count + engine.Runs.Launches.Count;
        var wasPaused = _paused;
        var reached = await engine.AdvanceOnceAsync(until);
        if (wasPaused && engine.Terminals.Writes.Count + engine.Runs.Launches.Count != before)
        {
            Violations.Add($"{engine.Now:T}: typed or started while paused");
        }

        return reached;
    }

    private void Watch()
    {
        foreach (var role in _roles.Where(role => engine.Terminals[role].ReturnsIntoDialog > 0))
        {
            Violations.Add($"{engine.Now:T}: a return went into a prompt of {role.Label()}");
        }
    }

    private static Route RouteTo(AgentRole role) => role == AgentRole.PeerA ? Route.PeerA : Route.PeerB;

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private void Plan(Func<Task> plan, int fromSeconds, int toSeconds) =>
        _plans.Enqueue(plan, engine.Now + TimeSpan.FromSeconds(fromSeconds + (_random.NextDouble() * (toSeconds - fromSeconds))));
}
