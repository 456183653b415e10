using Microsoft.Extensions.Logging;
using Orchestrator.Core.Files;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Runs;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <summary>The Foreman: speaks for the user at intervals, by one run each time. Used on the engine's loop only.</summary>
/// <param name="look">How it is found out whether anything has changed since its last run; null: it always runs.</param>
/// <param name="lifetime">Ends with the session.</param>
internal sealed class ForemanDuty(
    SessionContext session, RunDesk runs, ForemanPost post, TurnLimits limits, PlanDesk plan, LookAtProject? look, CancellationToken lifetime) : IDuty
{
    // A look is git's work, beside the loop. What takes longer than this is told, and the Foreman runs as if something had changed.
    private static readonly TimeSpan LookBound = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _next;
    private bool _wantedNow;
    private bool _looks;
    private bool _toldOfLook;

    public string Name => "foreman";

    public DateTimeOffset? Due => Run is not null || _next is not { } next ? null : next > session.Now ? next : Obstacle?.OpensAt;

    public TimerView? View => session.Choices?.Foreman is null || !session.IsRunning ? null
        : Run is { } run
            ? new TimerView(Name, null, run.Limit, $"runs since {session.Clock(run.StartedAt)}, stopped then at the latest") { Quiet = true }
            : new TimerView(Name, null, _next, IsOn ? $"next run{limits.Waits(Name, null)}" : "off") { Quiet = true };

    private RunSettings Settings => session.Settings.Runs;

    private ForemanMemory Memory => session.Journal.Foreman;

    private bool IsOn => session.Choices?.Foreman is not null && (Memory.Switched ?? Settings.ForemanEnabled);

    private RunUnderWay? Run => runs.Of(RunKind.Foreman);

    private Obstacle? Obstacle
    {
        get
        {
            if (limits.Of(Name, null) is { } obstacle)
            {
                return obstacle;
            }

            if (plan.OpenTasks == 0)
            {
                return new Obstacle(ObstacleKind.NoTasks, "every task of the plan is done");
            }

            foreach (var agent in session.Agents.All)
            {
                if (agent.Nudges.Open > 0)
                {
                    return new Obstacle(ObstacleKind.Unread, $"{agent.Label} has mail that it has not read");
                }

                if (agent.State is AgentState.Busy or AgentState.NeedsInput or AgentState.Starting)
                {
                    return new Obstacle(ObstacleKind.AtWork, $"{agent.Label} is {(agent.State == AgentState.NeedsInput ? "waiting for you" : agent.State.ToString().ToLowerInvariant())}");
                }
            }

            return session.Agents.All.All(agent => !agent.IsUp) ? new Obstacle(ObstacleKind.Nobody, "no agent runs") : null;
        }
    }

    private string Status
    {
        get
        {
            var last = Memory.LastEnd is { } end ? $" The last run ended at {session.Clock(session.Steady(end))}: {Memory.LastResult}." : "";
            return Run is { } run ? $"It runs since {session.Clock(run.StartedAt)}, until {session.Clock(run.Limit)} at the latest.{last}"
                : !IsOn ? $"The Foreman is off.{last}"
                : $"The next run is due at {(_next is { } next ? session.Clock(next) : "no time")}{(Obstacle is { } obstacle && _next <= session.Now ? $", waits: {obstacle.Sentence}" : "")}.{last}";
        }
    }

    /// <summary>At a launch: a run that has no end died with its host, and what it had written is still there.</summary>
    public async Task BeginAsync()
    {
        try
        {
            _next = IsOn ? session.Now + Settings.ForemanInterval : null;
            if (Memory.Open is { } open)
            {
                await session.Journal.RecordAsync(LedgerKinds.ForemanEnd, ("run", open), ("result", RunResult.HostEnded.Sentence));
                session.Show(TimelineKind.Warning, "Foreman", "The host ended during its last run; the next one comes at its time.");
            }

            if (session.Choices?.Foreman is not null)
            {
                post.EnsureFolder();
                await post.TakeAsync();
            }
        }
        catch (Exception e) when (SessionContext.IsStorageFault(e))
        {
            // The agents start all the same; the next start takes it up again.
            session.LogError("What the last run of the Foreman left could not be taken up.", e);
            session.Show(TimelineKind.Warning, "Foreman", $"What its last run left could not be taken up: {e.Message}");
        }
    }

    public async Task<CommandResult> OrderAsync(ForemanOrder order)
    {
        if (!session.IsRunning || session.Choices?.Foreman is null)
        {
            return new CommandResult(false, session.IsRunning ? "The Foreman is set to none; it is chosen in the setup panel." : "No agent is launched.");
        }

        switch (order)
        {
            case ForemanOrder.On:
                await session.Journal.RecordAsync(LedgerKinds.ForemanSet, ("on", true));
                _next ??= Run is null ? session.Now + Settings.ForemanInterval : null;
                return new CommandResult(true, $"The Foreman is on. {Status}");
            case ForemanOrder.Off:
                await session.Journal.RecordAsync(LedgerKinds.ForemanSet, ("on", false));
                _next = null;
                _wantedNow = false;
                return new CommandResult(true, Run is null ? "The Foreman is off." : "The Foreman is off; the run that is under way goes on to its end.");
            case ForemanOrder.Now when Run is not null:
                _wantedNow = true;
                return new CommandResult(true, "The Foreman runs already; one more run follows when it has ended.");
            case ForemanOrder.Now when session.Journal.Paused:
                return new CommandResult(false, "Delivery is paused; /resume first.");
            case ForemanOrder.Now:
                _wantedNow = true;
                return await StartAsync() is { } fault ? new CommandResult(false, fault) : new CommandResult(true, "The Foreman runs now.");
            default:
                return new CommandResult(true, Status);
        }
    }

    /// <summary>Starts its next run when it is due and nothing holds it.</summary>
    public async Task AdvanceAsync()
    {
        if (Run is not null || _looks || _next is not { } next || next > session.Now)
        {
            return;
        }

        var obstacle = Obstacle;
        await limits.NoteAsync(Name, null, obstacle);
        if (obstacle is not null)
        {
            return;
        }

        if (Settings.ForemanChecksFirst && look is not null && Memory.LastFacts is not null)
        {
            _looks = true;
            _ = LookAsync(look, DecideAsync);
            return;
        }

        await StartAsync();
    }

    // Beside the loop: git may take a while. The answer comes back as a command to the loop.
    private async Task LookAsync(LookAtProject look, Func<string?, Task> then)
    {
        string? facts = null;
        string? fault = null;
        using var bound = new CancellationTokenSource(LookBound, session.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime, bound.Token);
        try
        {
            facts = await look(either.Token);
            fault = facts is null ? "git does not answer, or it is no repository" : null;
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested)
        {
            return;
        }
        catch (OperationCanceledException)
        {
            fault = $"git has not answered within {LookBound.TotalSeconds:0} s";
        }
        catch (Exception e)
        {
            fault = e.Message;
        }

        session.Post(new Asked(() =>
        {
            TellOfLook(fault);
            return then(facts);
        }));
    }

    // Told once: it says the same every quarter of an hour.
    private void TellOfLook(string? fault)
    {
        if (fault is not null && !_toldOfLook)
        {
            session.Show(TimelineKind.Warning, "Foreman", $"Whether anything has changed cannot be found out ({fault}): it runs every time, as if check_first were off.");
        }

        _toldOfLook = fault is not null;
    }

    private async Task DecideAsync(string? facts)
    {
        _looks = false;
        if (!session.IsRunning || Run is not null || _next is null || Obstacle is not null)
        {
            return;
        }

        if (facts is not null && facts == Memory.LastFacts && Memory.MailSince == 0)
        {
            _next = session.Now + Settings.ForemanInterval;
            session.Log(LogLevel.Information, "The Foreman does not run: nothing has changed since its last run.");
            await session.Journal.RecordAsync(LedgerKinds.ForemanSkipped, ("reason", "nothing has changed since the last run"));
            return;
        }

        await StartAsync();
    }

    /// <returns>Why it could not be started, or null.</returns>
    private async Task<string?> StartAsync()
    {
        _wantedNow = false;
        var (run, fault) = runs.Prepare(RunKind.Foreman, session.Choices?.Foreman, Compose, Settings.ForemanMaxRun, EndedAsync);
        if (run is null)
        {
            _next = session.Now + Settings.ForemanInterval;
            session.Show(TimelineKind.Warning, "Foreman", fault!);
            await session.Journal.RecordAsync(LedgerKinds.ForemanSkipped, ("reason", fault));
            return fault;
        }

        // A start that cannot be recorded is tried again later, not at the next event.
        _next = session.Now + SessionContext.RetryAfterFault;
        await session.Journal.RecordAsync(LedgerKinds.ForemanStart, ("run", run.Launch.Id), ("agent", run.Launch.ActorId));
        _next = null;
        runs.Launch(run);
        return null;
    }

    private string Compose(IRunTexts texts, RunFolder folder)
    {
        var task = Path.Combine(session.Project.Root, Settings.ForemanTask);
        if (!Path.Exists(task) && !Path.IsPathRooted(Settings.ForemanTask) && !Settings.ForemanTask.Contains("..", StringComparison.Ordinal))
        {
            File.WriteAllText(task, texts.NewForemanTask());
            session.Show(TimelineKind.System, "Foreman", $"{Settings.ForemanTask} was missing and has been made; edit it, it says what the Foreman looks at.");
        }

        var facts = PosixFiles.Look(task);
        var text = facts.Kind == FileKind.Regular ? session.Mailbox.ReadText(task) ?? "" : "";
        return $"{texts.Rules(RunKind.Foreman, session.Choices!, folder.Path).Trim()}\n\n---\n\n# Foreman's task ({Settings.ForemanTask})\n\n{text.Trim()}\n";
    }

    private async Task EndedAsync(RunUnderWay run, RunResult result, string output)
    {
        // From its end, so that a long run is not followed by the next at once.
        _next = IsOn ? session.Now + Settings.ForemanInterval : null;
        await session.Journal.RecordAsync(LedgerKinds.ForemanEnd, ("run", run.Launch.Id), ("result", result.Sentence), ("out_dir", run.Folder.Path));
        if (look is not null && Settings.ForemanChecksFirst)
        {
            // The next decision rests on it; nothing else waits for it.
            _ = LookAsync(look, facts => facts is null ? Task.CompletedTask : session.Journal.RecordAsync(LedgerKinds.ForemanLooked, ("run", run.Launch.Id), ("facts", facts)).AsTask());
        }

        if (!await post.TakeAsync() && result.Ending != RunEnding.TimedOut && ForemanMail.IsIn(output))
        {
            await post.DeliverAsync(ForemanMail.From(output), run.Launch.Id);
        }

        if (result.Ending is not (RunEnding.Done or RunEnding.Stopped))
        {
            session.Show(TimelineKind.Warning, "Foreman", $"Its run ended: {result}. What it printed is in {run.Folder.OutputFile}.");
        }

        // Asked for by the user while it ran: not held back by anything but a pause.
        if (_wantedNow && session.IsRunning && !session.Journal.Paused)
        {
            await StartAsync();
        }
    }
}
