using System.Collections.Immutable;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;
using Orchestrator.Tui.Setup;

namespace Orchestrator.Tui.Tests;

/// <summary>An engine that remembers what it was asked and answers as the real one does.</summary>
internal sealed class FakeEngine(EngineSnapshot snapshot) : IEngine
{
    public List<string> Asked { get; } = [];

    public Func<Route, string, Task<CommandResult>>? OnSend { get; set; }

    public EngineSnapshot Snapshot { get; set; } = snapshot;

    public IDisposable Observe(IEngineObserver observer) => throw new NotSupportedException("The host observes, not the cockpit.");

    public void Post(EngineEvent engineEvent) => throw new NotSupportedException("The host posts, not the cockpit.");

    public Task<ImmutableArray<MessageLife>> MessagesAsync(CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<MessageLife>.Empty);

    public Task<ImmutableArray<MessageDetail>> FindMessagesAsync(string id, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<MessageDetail>.Empty);

    public Task<CommandResult> RetryMessageAsync(string id, CancellationToken cancellationToken) => Answer($"retry {id}");

    public Task<CommandResult> CancelMessageAsync(string id, CancellationToken cancellationToken) => Answer($"cancel {id}");

    public Task<CommandResult> SendAsync(Route route, string text, SendOptions options, CancellationToken cancellationToken)
    {
        Asked.Add($"send {route} {text}");
        if (OnSend is { } send)
        {
            return send(route, text);
        }

        return Task.FromResult(Snapshot.SinglePeer && route == Route.PeerB
            ? new CommandResult(Ok: false, "Single-peer mode, use /a")
            : new CommandResult(Ok: true, $"Stored for {route}."));
    }

    public Task<CommandResult> LaunchAsync(RoleChoices choices, LeftOverMail leftOver, CancellationToken cancellationToken) => Answer($"launch {choices} {leftOver}");

    public Task<CommandResult> LaunchAsync(RoleChoices choices, CancellationToken cancellationToken) => Answer($"launch {choices}");

    public Task<CommandResult> ForemanAsync(ForemanOrder order, CancellationToken cancellationToken) => Answer($"foreman {order}");

    public Task<CommandResult> AuxAsync(string prompt, string asker, CancellationToken cancellationToken) => Answer($"aux {asker} {prompt}");

    public Task<CommandResult> PauseAsync(CancellationToken cancellationToken) => Answer("pause");

    public Task<CommandResult> ResumeAsync(CancellationToken cancellationToken) => Answer("resume");

    public Task<CommandResult> RestartAsync(AgentRole? role, CancellationToken cancellationToken) => Answer($"restart {role?.ToString() ?? "all"}");

    public Task<CommandResult> AnswerPromptAsync(AgentRole role, PromptAnswer answer, string? promptId, CancellationToken cancellationToken) =>
        Answer($"{answer.Choice} {answer.Number} {role} {promptId ?? "any"}");

    /// <summary>What raw text is answered with, when there is something to say.</summary>
    public Func<string, string?, CommandResult>? OnRaw { get; set; }

    public Task<CommandResult> TypeRawAsync(AgentRole role, string text, string? overPrompt, CancellationToken cancellationToken)
    {
        Asked.Add($"raw {role} {text} {overPrompt ?? "no prompt"}");
        return Task.FromResult(OnRaw?.Invoke(text, overPrompt) ?? new CommandResult(Ok: true, "Typed."));
    }

    public AgentExplanation? Explanation { get; set; }

    public Task<AgentExplanation?> ExplainAsync(AgentRole role, CancellationToken cancellationToken) => Task.FromResult(Explanation);

    private Task<CommandResult> Answer(string what)
    {
        Asked.Add(what);
        return Task.FromResult(new CommandResult(Ok: true, $"Done: {what}."));
    }
}

internal static class Snapshots
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static EngineSnapshot Dual { get; } = new(
        SessionPhase.Running,
        SinglePeer: false,
        Paused: false,
        [
            new AgentView(AgentRole.PeerA, "claude-code", AgentState.Busy, Noon, null, 0, 12, 4711),
            new AgentView(AgentRole.PeerB, "codex", AgentState.NeedsInput, Noon, "PeerB shows a permission prompt", 1, 11, 4712),
        ],
        [new TimerView("keepalive", AgentRole.PeerA, Noon.AddSeconds(73), "1 of 3")],
        HandOffs: 23,
        AuxActor: null,
        ForemanActor: null,
        Noon);

    public static EngineSnapshot Single { get; } = Dual with
    {
        SinglePeer = true,
        Agents = [new AgentView(AgentRole.PeerA, "claude-code", AgentState.Idle, Noon, null, 0, 4, 4711)],
    };

    public static EngineSnapshot Setup { get; } = Dual with { Phase = SessionPhase.Setup, Agents = [], Timers = [], HandOffs = 0 };
}

/// <summary>Settings and launch as a test wants them.</summary>
internal sealed class FakeSetup : ISetup
{
    public RoleChoices Choices { get; set; } = new("claude-code", "codex", null, null);

    public CommandResult Answer { get; set; } = new(Ok: true, "Launched.");

    public RoleChoices? Launched { get; private set; }

    public Task<SetupState> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(new SetupState(
        [Actor("claude-code", found: true), Actor("codex", found: true), Actor("gemini", found: false), Actor("opencode", found: true)],
        Choices));

    public LeftOverMail? LeftOver { get; private set; }

    public Task<CommandResult> SaveAndLaunchAsync(RoleChoices choices, LeftOverMail? leftOver, CancellationToken cancellationToken)
    {
        Launched = choices;
        LeftOver = leftOver;
        return Task.FromResult(Answer);
    }

    internal static ActorAvailability Actor(string id, bool found) => new(
        new ActorDefinition(id, id, [id], ImmutableDictionary<string, string>.Empty, [], TimeSpan.Zero, "\r", TimeSpan.Zero, $"npm install -g {id}"),
        found ? $"/usr/bin/{id}" : null);
}
