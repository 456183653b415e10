using System.Threading.Channels;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Rhythm;

namespace Orchestrator.Core.Session;

/// <summary>
/// One loop over one channel owns all state of a session. Whatever happens comes in as an event and is handed to the part that owns it; then every duty
/// is advanced, the alarm is set for the first that is due, and who watches is told. What is done at the edges comes back as an event.
/// </summary>
internal sealed class SessionLoop : IDisposable
{
    // Unbounded: a bounded channel would make the mail watcher or a terminal wait for the engine. What fills it is paced by screens that settle and files
    // that are claimed.
    private readonly Channel<EngineEvent> _events = Channel.CreateUnbounded<EngineEvent>();
    private readonly Alarms _alarms;
    private Task? _run;

    public SessionLoop(TimeProvider time) => _alarms = new Alarms(time, () => Post(TimerRang.Instance));

    public bool HasStarted => _run is not null;

    /// <summary>Puts an event behind all others; from any thread.</summary>
    /// <returns>False when the loop has ended.</returns>
    public bool Post(EngineEvent engineEvent) => _events.Writer.TryWrite(engineEvent);

    /// <param name="handle">Hands an event to its owner.</param>
    /// <param name="after">When all is done that follows from an event, and the views are to be told.</param>
    public void Start(SessionContext session, SessionParts parts, Func<EngineEvent, Task> handle, Action after) => _run = RunAsync(session, parts, handle, after);

    /// <summary>The timer has rung.</summary>
    public void Rang() => _alarms.Rang();

    /// <summary>Done when the loop has ended; at once when it was never started.</summary>
    public Task Completion => _run ?? Task.CompletedTask;

    /// <summary>What was posted before is handled, then it ends.</summary>
    public void Complete() => _events.Writer.TryComplete();

    /// <summary>Ends as a crash does, between two events: what has not been handled is lost.</summary>
    public void Abandon()
    {
        _events.Writer.TryComplete();
        while (_events.Reader.TryRead(out _))
        {
            // Lost with the process.
        }
    }

    public void Dispose() => _alarms.Dispose();

    /// <summary>Waits until the loop has nothing more to do at this moment, for tests that move the clock.</summary>
    /// <returns>When the loop wants to wake by itself, or null.</returns>
    public async Task<DateTimeOffset?> SettleAsync(CommandDesk commands)
    {
        DateTimeOffset? next = null;
        var waiting = 1;
        for (var round = 0; round < 2 || waiting > 0; round++)
        {
            var answer = await commands.AskAsync(
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

    private async Task RunAsync(SessionContext session, SessionParts parts, Func<EngineEvent, Task> handle, Action after)
    {
        // Off the caller's thread at once: the loop belongs to nobody.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await foreach (var engineEvent in _events.Reader.ReadAllAsync())
        {
            await GuardAsync(session, engineEvent, () => handle(engineEvent));
            await AdvanceAsync(session, parts, engineEvent);
            await GuardAsync(session, engineEvent, () => LookAhead(session, parts, after));
            parts.Commands.Release();
            parts.Crew.Release();
        }
    }

    private static async Task AdvanceAsync(SessionContext session, SessionParts parts, EngineEvent engineEvent)
    {
        foreach (var agent in session.Agents.All)
        {
            agent.StalledUntil = agent.StalledUntil > session.Now ? agent.StalledUntil : null;
        }

        foreach (var duty in parts.Duties)
        {
            if (!duty.IsAlways && (!session.IsRunning || duty.Agent?.StalledUntil is not null))
            {
                continue;
            }

            if (!await GuardAsync(session, engineEvent, duty.AdvanceAsync) && duty.Agent is { } agent)
            {
                agent.StalledUntil = session.Now + SessionContext.RetryAfterFault;
            }
        }
    }

    private Task LookAhead(SessionContext session, SessionParts parts, Action after)
    {
        SaveSnapshot(session);
        foreach (var agent in session.Agents.All)
        {
            _alarms.Set($"{agent.Label} stalled", agent.StalledUntil);
        }

        foreach (var duty in parts.Duties)
        {
            var waits = !session.IsRunning || (duty.Agent?.StalledUntil is not null && !duty.IsAlways);
            _alarms.Set(duty.Agent is { } agent ? $"{agent.Label} {duty.Name}" : duty.Name, waits ? null : duty.Due);
        }

        _alarms.Arm();
        after();
        return Task.CompletedTask;
    }

    // The one place where a fault of the session's own surfaces: logged with its stack, shown, and the loop goes on.
    private static async Task<bool> GuardAsync(SessionContext session, EngineEvent engineEvent, Func<Task> step)
    {
        try
        {
            await step();
            return true;
        }
        catch (Exception e)
        {
            session.LogError($"Handling {engineEvent.GetType().Name} failed.", e);
            session.Show(
                TimelineKind.Error, "System", $"Something went wrong inside ({engineEvent.GetType().Name}): {e.Message} The log has the details; the session goes on.");
            return false;
        }
    }

    private static void SaveSnapshot(SessionContext session)
    {
        try
        {
            if (session.Journal.WantsSnapshot)
            {
                session.Journal.SaveSnapshot();
            }
        }
        catch (LedgerException e)
        {
            session.LogError("The ledger's snapshot was not saved.", e);
        }
    }
}
