using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Tests;

/// <summary>A session whose engine only tells its observers what the test says, as fast as it likes.</summary>
internal sealed class ToldEngine : IEngine, IRunningSession
{
    private readonly List<IEngineObserver> _observers = [];

    public IReadOnlyList<IEngineObserver> Observers => _observers;

    public IEngine Engine => this;

    public string About => "This session is a test";

    public EngineSnapshot Snapshot => throw new NotSupportedException();

    public IDisposable Observe(IEngineObserver observer)
    {
        _observers.Add(observer);
        return new Leaving(() => _observers.Remove(observer));
    }

    public JsonNode Status() => throw new NotSupportedException();

    public void Attach(ControlCall call, AttachRequest request) => throw new NotSupportedException();

    public ControlReply Detach() => throw new NotSupportedException();

    public void Kill(ControlCall call) => throw new NotSupportedException();

    public void Post(EngineEvent engineEvent) => throw new NotSupportedException();

    public Task<CommandResult> SendAsync(Route route, string text, SendOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ImmutableArray<MessageLife>> MessagesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ImmutableArray<MessageDetail>> FindMessagesAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommandResult> RetryMessageAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommandResult> CancelMessageAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommandResult> LaunchAsync(RoleChoices choices, LeftOverMail leftOver, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommandResult> LaunchAsync(RoleChoices choices, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommandResult> PauseAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommandResult> ResumeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommandResult> ForemanAsync(ForemanOrder order, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommandResult> AuxAsync(string prompt, string asker, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommandResult> AnswerPromptAsync(AgentRole role, PromptAnswer answer, string? promptId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<CommandResult> TypeRawAsync(AgentRole role, string text, string? overPrompt, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AgentExplanation?> ExplainAsync(AgentRole role, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommandResult> RestartAsync(AgentRole? role, CancellationToken cancellationToken) => throw new NotSupportedException();

    private sealed class Leaving(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
