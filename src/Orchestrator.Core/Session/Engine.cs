using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>
/// A session: its parts, the loop that they live on, its begin and its end, and what can be asked of it from any thread.
/// </summary>
public sealed class Engine : IEngine, IAsyncDisposable
{
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(5);

    private readonly SessionLoop _loop;
    private readonly SessionContext _session;
    private readonly SessionParts _parts;
    private readonly SnapshotBoard _snapshots;
    private readonly EventRouter _router;
    private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _lifetime = new();
    private int _stopping;

    /// <param name="seed">For the jitter of reminders: the same seed gives the same run.</param>
    public Engine(
        ProjectFolder project, SessionSettings settings, TimeProvider time, ILogger logger, Mailbox mailbox, LedgerFile ledger, int seed, EngineSurroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(surroundings);
        var steady = new SteadyClock(time);
        _loop = new SessionLoop(steady);
        Chronicle timeline = null!;
        var journal = new Journal(ledger, steady, delivery => timeline.Audience.Show(delivery));
        timeline = new Chronicle(steady, logger, id => journal.Deliveries.Search(id) is [var life, ..] ? life : null);
        _session = new SessionContext(
            project, settings, steady, mailbox, journal, timeline, new ActorsInForce(settings.Actors), new AgentRoster(), _loop.Post);
        _snapshots = new SnapshotBoard(_session, () => _parts!);
        _parts = new SessionParts(_session, surroundings, new Random(seed), _snapshots.Publish, _lifetime.Token);
        _router = new EventRouter(_session, _parts, _snapshots, _loop.Rang);
    }

    public EngineSnapshot Snapshot => _snapshots.Current;

    /// <summary>Tasks that are not complete; null when the project has no plan.</summary>
    internal int? OpenTasks => _parts.Plan.OpenTasks;

    /// <summary>Starts the loop; agents are started by the launch.</summary>
    public Task StartAsync()
    {
        if (_loop.HasStarted)
        {
            throw new InvalidOperationException("The engine was started before.");
        }

        if (_session.Journal.Torn is { } torn)
        {
            _session.Log(LogLevel.Warning, torn.Sentence);
            _session.Show(TimelineKind.Warning, "System", torn.Sentence);
        }

        _session.Journal.Recover(fault => _session.Log(LogLevel.Warning, fault.Sentence));
        _loop.Start(_session, _parts, _router.HandleAsync, TellAll);
        return Task.CompletedTask;
    }

    /// <summary>Ends the agents, waits for their exits (5 s at most), records the shutdown and ends the loop. A second call waits for the first.</summary>
    public async Task StopAsync()
    {
        if (_loop.HasStarted && Interlocked.Exchange(ref _stopping, 1) == 0)
        {
            Post(new Asked(BeginStopAsync));
            await Task.WhenAny(_allEnded.Task, Task.Delay(StopBound, _session.Time, CancellationToken.None));
            Post(new Asked(FinishStopAsync));
            _loop.Complete();
        }

        await _loop.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _loop.Dispose();
        _lifetime.Dispose();
    }

    public void Post(EngineEvent engineEvent) => _loop.Post(engineEvent);

    public IDisposable Observe(IEngineObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var seat = new Audience.Ticket(observer, left => Post(new ObserverLeft(left)));
        Post(new ObserverJoined(seat));
        return seat;
    }

    public Task<CommandResult> SendAsync(Route route, string text, SendOptions options, CancellationToken cancellationToken) =>
        _parts.Commands.AskAsync(() => _parts.User.SendAsync(route, text, options), cancellationToken);

    public Task<CommandResult> SendAsync(Route route, string text, CancellationToken cancellationToken) => SendAsync(route, text, SendOptions.Plain, cancellationToken);

    public Task<CommandResult> LaunchAsync(RoleChoices choices, LeftOverMail leftOver, CancellationToken cancellationToken) =>
        _parts.Commands.AskForLaterAsync(() => _parts.Crew.LaunchAsync(choices, leftOver), cancellationToken);

    public Task<CommandResult> LaunchAsync(RoleChoices choices, CancellationToken cancellationToken) =>
        LaunchAsync(choices, _session.Settings.Delivery.LeftOver == LeftOverMail.Ask ? LeftOverMail.Resume : _session.Settings.Delivery.LeftOver, cancellationToken);

    public Task<CommandResult> RestartAsync(AgentRole? role, CancellationToken cancellationToken) =>
        _parts.Commands.AskForLaterAsync(() => _parts.Crew.RestartAsync(role), cancellationToken);

    public Task<CommandResult> PauseAsync(CancellationToken cancellationToken) => _parts.Commands.AskAsync(_parts.User.PauseAsync, cancellationToken);

    public Task<CommandResult> ResumeAsync(CancellationToken cancellationToken) => _parts.Commands.AskAsync(_parts.User.ResumeAsync, cancellationToken);

    public Task<CommandResult> ForemanAsync(ForemanOrder order, CancellationToken cancellationToken) =>
        _parts.Commands.AskAsync(() => _parts.Foreman.OrderAsync(order), cancellationToken);

    /// <summary>Runs the helper once; completes when it has ended, with what it printed.</summary>
    /// <param name="asker">Who asks, for the records: <c>User</c>, <c>PeerA</c>, <c>PeerB</c>.</param>
    public async Task<CommandResult> AuxAsync(string prompt, string asker, CancellationToken cancellationToken)
    {
        var request = new AuxRequest(prompt, asker);
        var accepted = await _parts.Commands.AskAsync(() => _parts.Aux.AcceptAsync(request), cancellationToken);
        return accepted.Ok ? await request.Answer.Task.WaitAsync(cancellationToken) : accepted;
    }

    public Task<CommandResult> AnswerPromptAsync(AgentRole role, PromptAnswer answer, string? promptId, CancellationToken cancellationToken) =>
        _parts.Commands.AskForLaterAsync(() => _parts.Prompts.AnswerAsync(role, answer, promptId), cancellationToken);

    public Task<CommandResult> TypeRawAsync(AgentRole role, string text, string? overPrompt, CancellationToken cancellationToken) =>
        _parts.Commands.AskForLaterAsync(() => _parts.Prompts.TypeRawAsync(role, text, overPrompt), cancellationToken);

    public Task<AgentExplanation?> ExplainAsync(AgentRole role, CancellationToken cancellationToken) =>
        _parts.Commands.ReadAsync(() => _parts.ScreenOf(_session.Agents.Find(role))?.Explain(), cancellationToken);

    public Task<ImmutableArray<MessageLife>> MessagesAsync(CancellationToken cancellationToken) =>
        _parts.Commands.ReadAsync(() => _session.Journal.Deliveries.All().ToImmutableArray(), cancellationToken);

    public async Task<ImmutableArray<MessageDetail>> FindMessagesAsync(string id, CancellationToken cancellationToken)
    {
        var found = await _parts.Commands.ReadAsync(() => _session.Journal.Deliveries.Search(id).ToImmutableArray(), cancellationToken);
        // Files are read beside the loop: a folder of ten thousand would hold up mail.
        return [.. found.Select(delivery => MessageText.Of(_session.Mailbox, delivery))];
    }

    public Task<CommandResult> RetryMessageAsync(string id, CancellationToken cancellationToken) =>
        _parts.Commands.AskAsync(() => _parts.Messages.RetryAsync(id), cancellationToken);

    public Task<CommandResult> CancelMessageAsync(string id, CancellationToken cancellationToken) =>
        _parts.Commands.AskAsync(() => _parts.Messages.CancelAsync(id), cancellationToken);

    /// <summary>Ends the loop as a crash does, between two events: nothing is recorded, nothing is put in order. For tests.</summary>
    internal async Task AbandonAsync()
    {
        Volatile.Write(ref _stopping, 1);
        _loop.Abandon();
        await _loop.Completion;
        _loop.Dispose();
    }

    /// <summary>Waits until the loop has nothing more to do at this moment, for tests that move the clock.</summary>
    /// <returns>When the loop wants to wake by itself, or null.</returns>
    internal Task<DateTimeOffset?> SettleAsync() => _loop.SettleAsync(_parts.Commands);

    private void TellAll()
    {
        _snapshots.Publish();
        if (_session.Phase == SessionPhase.Stopping && _parts.AllEnded)
        {
            _allEnded.TrySetResult();
        }
    }

    private async Task BeginStopAsync()
    {
        _session.Phase = SessionPhase.Stopping;
        _parts.Aux.FailAll("The session is ending.");
        _parts.Runs.StopAll();
        await _lifetime.CancelAsync();
        _parts.Crew.StopAll();
        await _parts.StopWatchingAsync();
    }

    private async Task FinishStopAsync()
    {
        foreach (var agent in _session.Agents.All.Where(agent => agent.IsUp))
        {
            _session.Log(LogLevel.Warning, $"{agent.Label} did not end within {StopBound.TotalSeconds:0} s.");
        }

        await _session.Journal.RecordAsync(LedgerKinds.Shutdown);
        try
        {
            _session.Journal.SaveSnapshot();
        }
        catch (LedgerException e)
        {
            _session.LogError("The ledger's snapshot was not saved.", e);
        }
    }
}
