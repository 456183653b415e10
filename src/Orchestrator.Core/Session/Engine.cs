using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Runs;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>
/// The session: one loop over one channel owns all state. Whatever happens comes in as an event; what follows from it is done at the edges
/// (an inbox file, a line typed, a process started) and comes back as an event.
/// </summary>
public sealed partial class Engine : IEngine, IAsyncDisposable
{
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RetryAfterFault = TimeSpan.FromSeconds(10);

    private readonly ProjectFolder _project;
    private readonly SessionSettings _settings;
    private readonly IAgentTerminals _terminals;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RoleRules _rules;
    private readonly SystemTexts _texts;
    private readonly Mailbox _mailbox;
    private readonly LedgerFile _ledger;
    private readonly Random _random;
    private readonly WatchMailbox _watch;
    private readonly ImmutableArray<ILedgerView> _views;
    private readonly HandOffFilter _filter;

    // Unbounded: a bounded channel would make the mail watcher or a terminal wait for the engine. What fills it is paced by screens that settle and files that are claimed.
    private readonly Channel<EngineEvent> _events = Channel.CreateUnbounded<EngineEvent>();
    private readonly Alarms _alarms;
    private readonly Dictionary<AgentRole, AgentSeat> _seats = [];
    private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _loop;
    private readonly CancellationTokenSource _lifetime = new();
    private int _stopping;

    /// <param name="rules">The rules of a role, given to each agent with the first message that reaches it.</param>
    /// <param name="seed">For the jitter of reminders: the same seed gives the same run.</param>
    /// <param name="watch">How the mailbox is watched; by default with <see cref="MailboxWatcher"/>.</param>
    /// <param name="runTerminals">Where runs of Aux and the Foreman live; without it there are none.</param>
    /// <param name="runTexts">What these are told.</param>
    /// <param name="look">How it is found out whether anything has changed since the Foreman's last run; without it the Foreman always runs.</param>
    /// <param name="texts">What the system says to agents, by the name of the prompt.</param>
    public Engine(
        ProjectFolder project,
        SessionSettings settings,
        IAgentTerminals terminals,
        TimeProvider time,
        ILogger logger,
        RoleRules rules,
        Mailbox mailbox,
        LedgerFile ledger,
        int seed,
        WatchMailbox? watch = null,
        SystemTexts? texts = null,
        IRunTerminals? runTerminals = null,
        IRunTexts? runTexts = null,
        LookAtProject? look = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        _project = project;
        _settings = settings;
        _terminals = terminals;
        _time = new SteadyClock(time);
        _logger = logger;
        _rules = rules;
        _mailbox = mailbox;
        _ledger = ledger;
        _random = new Random(seed);
        _watch = watch ?? StartWatcher;
        _alarms = new Alarms(_time, () => _events.Writer.TryWrite(TimerRang.Instance));
        _deliveries = new DeliveryLog(delivery => _audience!.Show(delivery));
        _filter = new HandOffFilter(settings.HandOffFilter);
        _budget = new TurnBudget(time.LocalTimeZone);
        _texts = texts ?? ((name, role, _) => $"{name} for {role.Label()}");
        _runTerminals = runTerminals;
        _runTexts = runTexts;
        _look = look;
        _views = Views();
        _audience = new Audience((_, e) => LogError("A view of the session failed and is no longer told of anything.", e));
        _snapshot = MakeSnapshot();
    }

    /// <summary>Starts the loop; agents are started by the launch.</summary>
    public Task StartAsync()
    {
        if (_loop is not null)
        {
            throw new InvalidOperationException("The engine was started before.");
        }

        if (_ledger.Torn is { } torn)
        {
            Log(LogLevel.Warning, torn.Sentence);
            Show(TimelineKind.Warning, "System", torn.Sentence);
        }

        _ledger.Recover(_views, fault => Log(LogLevel.Warning, fault.Sentence));
        _loop = RunAsync();
        return Task.CompletedTask;
    }

    /// <summary>Ends the agents, waits for their exits (5 s at most), records the shutdown and ends the loop. A second call waits for the first.</summary>
    public async Task StopAsync()
    {
        if (_loop is null)
        {
            _events.Writer.TryComplete();
            return;
        }

        if (Interlocked.Exchange(ref _stopping, 1) == 0)
        {
            _events.Writer.TryWrite(new Asked(BeginStopAsync));
            await Task.WhenAny(_allEnded.Task, Task.Delay(StopBound, _time, CancellationToken.None));
            _events.Writer.TryWrite(new Asked(FinishStopAsync));
            _events.Writer.TryComplete();
        }

        await _loop;
    }

    /// <summary>Ends the loop as a crash does, between two events: nothing is recorded, nothing is put in order. For tests.</summary>
    internal async Task AbandonAsync()
    {
        Volatile.Write(ref _stopping, 1);
        _events.Writer.TryComplete();
        while (_events.Reader.TryRead(out _))
        {
            // What has not been handled is lost with the process.
        }

        await (_loop ?? Task.CompletedTask);
        _alarms.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _alarms.Dispose();
        _lifetime.Dispose();
    }

    public void Post(EngineEvent engineEvent) => _events.Writer.TryWrite(engineEvent);

    /// <summary>Waits until the loop has nothing more to do at this moment, for tests that move the clock.</summary>
    /// <returns>When the loop wants to wake by itself, or null.</returns>
    internal async Task<DateTimeOffset?> SettleAsync()
    {
        DateTimeOffset? next = null;
        var waiting = 1;
        for (var round = 0; round < 2 || waiting > 0; round++)
        {
            var answer = await AskAsync(
                () =>
                {
                    waiting = _events.Reader.Count;
                    next = _alarms.Next;
                    return Task.FromResult(new CommandResult(true, ""));
                },
                CancellationToken.None);
            if (!answer.Ok)
            {
                return null;
            }
        }

        return next;
    }

    private async Task RunAsync()
    {
        // Off the caller's thread at once: the loop belongs to nobody.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await foreach (var engineEvent in _events.Reader.ReadAllAsync())
        {
            await GuardAsync(engineEvent, () => HandleAsync(engineEvent));
            await GuardAsync(engineEvent, RetryMailAsync);
            await GuardAsync(engineEvent, WithdrawExpiredAsync);
            foreach (var seat in _seats.Values)
            {
                if (!await GuardAsync(engineEvent, () => AdvanceAsync(seat)))
                {
                    seat.StalledUntil = Now + RetryAfterFault;
                }
            }

            await GuardAsync(engineEvent, AdvanceSessionAsync);
            await GuardAsync(engineEvent, LookAheadAsync);
            ReleaseAnswers();
        }
    }

    /// <summary>What is of the whole session and of no single agent is moved on after every event.</summary>
    private async Task AdvanceSessionAsync()
    {
        if (_phase == SessionPhase.Running)
        {
            await TellOfDamperAsync();
            await AdvanceForemanAsync();
            await AdvanceAuxAsync();
        }
    }

    private Task LookAheadAsync()
    {
        if (_ledger.WantsSnapshot)
        {
            SaveSnapshot();
        }

        CheckPendingStarts();
        SetAlarms();
        PublishSnapshot();
        return Task.CompletedTask;
    }

    // The one place where a fault of the engine's own surfaces: logged with its stack, shown, and the loop goes on.
    private async Task<bool> GuardAsync(EngineEvent engineEvent, Func<Task> step)
    {
        try
        {
            await step();
            return true;
        }
        catch (Exception e)
        {
            LogError($"Handling {engineEvent.GetType().Name} failed.", e);
            Show(TimelineKind.Error, "System", $"Something went wrong inside ({engineEvent.GetType().Name}): {e.Message} The log has the details; the session goes on.");
            return false;
        }
    }

    private Task HandleAsync(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case TimerRang:
                _alarms.Rang();
                return Task.CompletedTask;
            case ScreenObserved observed:
                return OnScreenAsync(observed);
            case HumanKeys typed:
                OnHumanTyped(typed);
                return Task.CompletedTask;
            case MailTaken taken:
                return OnMailTakenAsync(taken.Mail);
            case MailTurnedDown refused:
                return OnMailRefusedAsync(refused.Mail);
            case InboxMoved moved:
                return OnInboxChangedAsync(moved.Change);
            case WatcherFaulted faulted:
                Log(LogLevel.Warning, faulted.Sentence);
                Show(TimelineKind.Warning, "System", faulted.Sentence);
                return Task.CompletedTask;
            case ActorsChanged changed:
                OnActorsChanged(changed.Actors);
                return Task.CompletedTask;
            case SettingsFaulted faulted:
                Show(TimelineKind.Warning, "Settings", $"{faulted.Sentence} What counted before counts on.");
                return Task.CompletedTask;
            case AgentHookReported reported:
                OnHook(reported);
                return Task.CompletedTask;
            case AgentNotified notified:
                Show(TimelineKind.System, notified.Role.Label(), notified.Text);
                return Task.CompletedTask;
            case RunStarted runStarted:
                return OnRunStartedAsync(runStarted);
            case RunStartFailed runFailed:
                return OnRunStartFailedAsync(runFailed);
            case RunEnded runEnded:
                return OnRunEndedAsync(runEnded);
            case AgentStarted started:
                return OnStartedAsync(started);
            case AgentStartFailed failed:
                return OnStartFailedAsync(failed);
            case AgentExited exited:
                return OnExitedAsync(exited);
            case Asked asked:
                return asked.Run();
            case ObserverJoined joined:
                _audience.Join(joined.Seat, _snapshot);
                return Task.CompletedTask;
            case ObserverLeft left:
                _audience.Leave(left.Seat);
                return Task.CompletedTask;
            default:
                throw new InvalidOperationException($"The engine does not know the event {engineEvent.GetType().Name}.");
        }
    }

    private async Task BeginStopAsync()
    {
        _phase = SessionPhase.Stopping;
        FailPendingStarts("The session is ending.");
        FailAux("The session is ending.");
        StopRuns();
        await _lifetime.CancelAsync();
        foreach (var seat in _seats.Values.Where(seat => seat.IsUp))
        {
            _terminals.Stop(seat.Role);
        }

        await StopWatchingAsync();
        TellWhenAllEnded();
    }

    private async Task FinishStopAsync()
    {
        foreach (var seat in _seats.Values.Where(seat => seat.IsUp))
        {
            Log(LogLevel.Warning, $"{seat.Label} did not end within {StopBound.TotalSeconds:0} s.");
        }

        await RecordAsync(LedgerKinds.Shutdown);
        SaveSnapshot();
    }

    private void TellWhenAllEnded()
    {
        if (_phase == SessionPhase.Stopping && _runs.Count == 0 && _seats.Values.All(seat => !seat.IsUp))
        {
            _allEnded.TrySetResult();
        }
    }
}
