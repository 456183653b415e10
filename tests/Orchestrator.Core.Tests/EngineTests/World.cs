using Orchestrator.Core.Agents;
using Orchestrator.Core.Mail;

namespace Orchestrator.Core.Tests.EngineTests;

/// <summary>
/// A day with agents and a user who act at random, by a seed: agents that answer late, twice or never, lose returns, open prompts, crash;
/// a user who writes, pauses and answers prompts. What was sent is written down, so that it can be counted afterwards.
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

    public List<string> Violations { get; } = [];

    public async Task RunAsync(TimeSpan length)
    {
        var end = engine.Now + length;
        foreach (var role in _roles)
        {
            Equip(role);
        }

        Plan(UserActsAsync, 1, 600);
        while (_plans.TryDequeue(out var plan, out var at) && at < end)
        {
            await StepAsync(at);
            await plan();
            await engine.SettleAsync();
            Watch();
        }

        await StepAsync(end);
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
                Plan(() => Do(pane.Ready), 5, 60);
                return;
            }

            Plan(() => TurnAsync(role, pane), 5, 900);
        };
    }

    private async Task TurnAsync(AgentRole role, FakePane pane)
    {
        if (engine.Terminals[role] != pane || engine.View(role).State == AgentState.Exited)
        {
            return;
        }

        engine.TellRead(role);
        for (var i = _random.Next(3); i > 0; i--)
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
    }

    private Task AnswerAsync(AgentRole role, FakePane pane)
    {
        if (engine.Terminals[role] == pane && engine.View(role).State != AgentState.Exited)
        {
            engine.Engine.Post(new HumanTyped(role));
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

    private async Task UserActsAsync()
    {
        Plan(UserActsAsync, 30, 3000);
        var role = _roles[_random.Next(_roles.Length)];
        if (engine.Terminals[role].HasDialog && _random.Next(2) == 0)
        {
            await AnswerAsync(role, engine.Terminals[role]);
        }

        switch (_random.Next(8))
        {
            case 0 when !_paused:
                _paused = (await engine.Engine.PauseAsync(CancellationToken.None)).Ok;
                Plan(ResumeAsync, 10, 5000);
                break;
            case 1:
                engine.Engine.Post(new HumanTyped(role));
                break;
            case 2:
                await RestartAsync(role);
                break;
            default:
                _messages++;
                Remember("User", role);
                var answer = await engine.Engine.SendAsync(role == AgentRole.PeerA ? Route.PeerA : Route.PeerB, $"task\nserial {_messages}.", CancellationToken.None);
                Assert.True(answer.Ok, answer.Text);
                break;
        }
    }

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

    private async Task StepAsync(DateTimeOffset until)
    {
        var before = engine.Terminals.Writes.Count;
        var wasPaused = _paused;
        await engine.AdvanceAsync(until > engine.Now ? until - engine.Now : TimeSpan.Zero);
        if (wasPaused && engine.Terminals.Writes.Count != before)
        {
            Violations.Add($"{engine.Now:T}: typed while paused");
        }
    }

    private void Watch()
    {
        foreach (var role in _roles.Where(role => engine.Terminals[role].ReturnsIntoDialog > 0))
        {
            Violations.Add($"{engine.Now:T}: a return went into a prompt of {role.Label()}");
        }
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private void Plan(Func<Task> plan, int fromSeconds, int toSeconds) =>
        _plans.Enqueue(plan, engine.Now + TimeSpan.FromSeconds(fromSeconds + (_random.NextDouble() * (toSeconds - fromSeconds))));
}
