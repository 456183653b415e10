using System.Globalization;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Files;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Runs;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <content>The Foreman: speaks for the user at intervals, by one run each time.</content>
public sealed partial class Engine
{
    private readonly ForemanMemory _foreman = new();
    private readonly LookAtProject? _look;
    private DateTimeOffset? _foremanDue;
    private bool _foremanWantedNow;
    private bool _foremanLooks;

    public Task<CommandResult> ForemanAsync(ForemanOrder order, CancellationToken cancellationToken) => AskAsync(() => OrderForemanAsync(order), cancellationToken);

    private bool ForemanIsOn => _choices?.Foreman is not null && (_foreman.Switched ?? RunRules.ForemanEnabled);

    private RunUnderWay? ForemanRun => _runs.Values.FirstOrDefault(run => run.Launch.Kind == RunKind.Foreman);

    // At a launch: a run that has no end died with its host, and what it had written is still there.
    private async Task BeginForemanAsync()
    {
        try
        {
            await TakeUpForemanAsync();
        }
        catch (Exception e) when (IsStorageFault(e))
        {
            // The agents start all the same; the next start takes it up again.
            LogError("What the last run of the Foreman left could not be taken up.", e);
            Show(TimelineKind.Warning, "Foreman", $"What its last run left could not be taken up: {e.Message}");
        }
    }

    private async Task TakeUpForemanAsync()
    {
        _foremanDue = ForemanIsOn ? Now + RunRules.ForemanInterval : null;
        if (_foreman.Open is { } open)
        {
            await RecordAsync(LedgerKinds.ForemanEnd, ("run", open), ("result", "its host ended"));
            Show(TimelineKind.Warning, "Foreman", "The host ended during its last run; the next one comes at its time.");
        }

        if (_choices?.Foreman is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_project.ForemanToPeer)!);
            await TakeForemanMailAsync();
        }
    }

    private async Task<CommandResult> OrderForemanAsync(ForemanOrder order)
    {
        if (_phase != SessionPhase.Running || _choices?.Foreman is null)
        {
            return new CommandResult(false, _phase != SessionPhase.Running ? "No agent is launched." : "The Foreman is set to none; it is chosen in the setup panel.");
        }

        switch (order)
        {
            case ForemanOrder.On:
                await RecordAsync(LedgerKinds.ForemanSet, ("on", true));
                _foremanDue ??= ForemanRun is null ? Now + RunRules.ForemanInterval : null;
                return new CommandResult(true, $"The Foreman is on. {ForemanStatus()}");
            case ForemanOrder.Off:
                await RecordAsync(LedgerKinds.ForemanSet, ("on", false));
                _foremanDue = null;
                _foremanWantedNow = false;
                return new CommandResult(true, ForemanRun is null ? "The Foreman is off." : "The Foreman is off; the run that is under way goes on to its end.");
            case ForemanOrder.Now when ForemanRun is not null:
                _foremanWantedNow = true;
                return new CommandResult(true, "The Foreman runs already; one more run follows when it has ended.");
            case ForemanOrder.Now when _pause.Paused:
                return new CommandResult(false, "Delivery is paused; /resume first.");
            case ForemanOrder.Now:
                _foremanWantedNow = true;
                return await StartForemanAsync() is { } fault ? new CommandResult(false, fault) : new CommandResult(true, "The Foreman runs now.");
            default:
                return new CommandResult(true, ForemanStatus());
        }
    }

    private string ForemanStatus()
    {
        var last = _foreman.LastEnd is { } end ? $" The last run ended at {Clock(end)}: {_foreman.LastResult}." : "";
        return ForemanRun is { } run ? $"It runs since {Clock(run.StartedAt)}, until {Clock(run.Limit)} at the latest.{last}"
            : !ForemanIsOn ? $"The Foreman is off.{last}"
            : $"The next run is due at {(_foremanDue is { } due ? Clock(due) : "no time")}{(ForemanObstacle() is { } obstacle && _foremanDue <= Now ? $", waits: {obstacle.Sentence}" : "")}.{last}";
    }

    private async Task AdvanceForemanAsync()
    {
        StopRunsThatTakeTooLong();
        if (ForemanRun is not null || _foremanLooks || _foremanDue is not { } due || due > Now)
        {
            return;
        }

        var obstacle = ForemanObstacle();
        await NoteRefusalAsync("foreman", null, obstacle);
        if (obstacle is not null)
        {
            return;
        }

        if (RunRules.ForemanChecksFirst && _look is { } look && _foreman.LastFacts is not null)
        {
            _foremanLooks = true;
            _ = LookForForemanAsync(look);
            return;
        }

        await StartForemanAsync();
    }

    private Obstacle? ForemanObstacle()
    {
        if (TimerObstacle("foreman", null) is { } obstacle)
        {
            return obstacle;
        }

        if (OpenTasks == 0)
        {
            return new Obstacle("no-tasks", "every task of the plan is done");
        }

        foreach (var seat in _seats.Values.OrderBy(seat => seat.Role))
        {
            if (seat.Nudges.Open > 0)
            {
                return new Obstacle("unread", $"{seat.Label} has mail that it has not read");
            }

            if (seat.State is AgentState.Busy or AgentState.NeedsInput or AgentState.Starting)
            {
                return new Obstacle("at-work", $"{seat.Label} is {(seat.State == AgentState.NeedsInput ? "waiting for you" : seat.State.ToString().ToLowerInvariant())}");
            }
        }

        return _seats.Values.All(seat => !seat.IsUp) ? new Obstacle("nobody", "no agent runs") : null;
    }

    // Beside the loop: git may take a while. The answer comes back as a command to the loop.
    private async Task LookForForemanAsync(LookAtProject look)
    {
        string? facts = null;
        try
        {
            facts = await look(_lifetime.Token);
        }
        catch (OperationCanceledException) when (_lifetime.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            LogError("The project could not be looked at for the Foreman; it runs as if something had changed.", e);
        }

        Post(new Asked(() => DecideForForemanAsync(facts)));
    }

    private async Task DecideForForemanAsync(string? facts)
    {
        _foremanLooks = false;
        if (_phase != SessionPhase.Running || ForemanRun is not null || _foremanDue is null || ForemanObstacle() is not null)
        {
            return;
        }

        if (facts is not null && facts == _foreman.LastFacts && _foreman.MailSince == 0)
        {
            _foremanDue = Now + RunRules.ForemanInterval;
            Log(LogLevel.Information, "The Foreman does not run: nothing has changed since its last run.");
            await RecordAsync(LedgerKinds.ForemanSkipped, ("reason", "nothing has changed since the last run"));
            return;
        }

        await StartForemanAsync();
    }

    /// <returns>Why it could not be started, or null.</returns>
    private async Task<string?> StartForemanAsync()
    {
        _foremanWantedNow = false;
        var (run, fault) = BeginRun(RunKind.Foreman, _choices?.Foreman, ComposeForeman, RunRules.ForemanMaxRun, ForemanEndedAsync);
        if (run is null)
        {
            _foremanDue = Now + RunRules.ForemanInterval;
            Show(TimelineKind.Warning, "Foreman", fault!);
            await RecordAsync(LedgerKinds.ForemanSkipped, ("reason", fault));
            return fault;
        }

        // A start that cannot be recorded is tried again later, not at the next event.
        _foremanDue = Now + RetryAfterFault;
        await RecordAsync(LedgerKinds.ForemanStart, ("run", run.Launch.Id), ("agent", run.Launch.ActorId));
        _foremanDue = null;
        Launch(run);
        return null;
    }

    private string ComposeForeman(RunFolder folder)
    {
        var task = Path.Combine(_project.Root, RunRules.ForemanTask);
        if (!Path.Exists(task) && !Path.IsPathRooted(RunRules.ForemanTask) && !RunRules.ForemanTask.Contains("..", StringComparison.Ordinal))
        {
            File.WriteAllText(task, _runTexts!.NewForemanTask());
            Show(TimelineKind.System, "Foreman", $"{RunRules.ForemanTask} was missing and has been made; edit it, it says what the Foreman looks at.");
        }

        var facts = PosixFiles.Look(task);
        var text = facts.Kind == FileKind.Regular ? _mailbox.ReadText(task) ?? "" : "";
        return $"{_runTexts!.Rules(RunKind.Foreman, _choices!, folder.Path).Trim()}\n\n---\n\n# Foreman's task ({RunRules.ForemanTask})\n\n{text.Trim()}\n";
    }

    private async Task ForemanEndedAsync(RunUnderWay run, string result, string output)
    {
        // From its end, so that a long run is not followed by the next at once.
        _foremanDue = ForemanIsOn ? Now + RunRules.ForemanInterval : null;
        var facts = _look is { } look && RunRules.ForemanChecksFirst ? await FactsAsync(look) : null;
        await RecordAsync(LedgerKinds.ForemanEnd, ("run", run.Launch.Id), ("result", result), ("out_dir", run.Folder.Path), ("facts", facts));
        if (!await TakeForemanMailAsync() && !run.TimedOut && ForemanMail.IsIn(output))
        {
            await DeliverForemanMailAsync(ForemanMail.From(output), run.Launch.Id);
        }

        if (run.TimedOut || (!result.EndsWith("exit code 0", StringComparison.Ordinal) && !run.Stopped))
        {
            Show(TimelineKind.Warning, "Foreman", $"Its run ended: {result}. What it printed is in {run.Folder.OutputFile}.");
        }

        // Asked for by the user while it ran: not held back by anything but a pause.
        if (_foremanWantedNow && _phase == SessionPhase.Running && !_pause.Paused)
        {
            await StartForemanAsync();
        }
    }

    // A second at most, once a quarter of an hour, when a run has just ended: the next decision rests on it.
    private async Task<string?> FactsAsync(LookAtProject look)
    {
        try
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(_lifetime.Token);
            bound.CancelAfter(LookBound);
            return await look(bound.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception e)
        {
            LogError("The project could not be looked at after the Foreman's run.", e);
            return null;
        }
    }

    private static readonly TimeSpan LookBound = TimeSpan.FromSeconds(1);

    /// <returns>True when there was a message.</returns>
    private async Task<bool> TakeForemanMailAsync()
    {
        var claimed = Path.Combine(_project.State, "foreman");
        Directory.CreateDirectory(claimed);
        var taken = false;
        if (PosixFiles.Look(_project.ForemanToPeer) is { Kind: FileKind.Regular, Length: > 0 } facts && _mailbox.ReadText(_project.ForemanToPeer) is { } there
            && !string.IsNullOrWhiteSpace(there) && !Sentinel.Is(there))
        {
            // Taken, not read: a newer message makes a new file.
            var path = Path.Combine(claimed, string.Create(CultureInfo.InvariantCulture, $"{facts.Modified.ToUnixTimeMilliseconds():D14}-{facts.Inode:x}.md"));
            PosixFiles.Rename(_project.ForemanToPeer, path);
            PosixFiles.SyncFolder(claimed);
        }

        foreach (var path in Directory.EnumerateFiles(claimed, "*.md").Order(StringComparer.Ordinal).ToList())
        {
            taken = true;
            var text = _mailbox.ReadText(path) ?? "";
            await DeliverForemanMailAsync(Sentinel.Strip(text), Path.GetFileNameWithoutExtension(path));
            PosixFiles.Rename(path, Path.Combine(_project.Kept, $"foreman-{Path.GetFileName(path)}"));
            _mailbox.MarkForemanSent(text, "Foreman→" + (SinglePeer ? "PeerA" : "Peers"));
        }

        return taken;
    }

    private async Task DeliverForemanMailAsync(string text, string claim)
    {
        if (ForemanMail.Parse(text, out var fault) is not { } mail)
        {
            Show(TimelineKind.Warning, "Foreman", $"Its message was not delivered: {fault}. It is kept in {_project.Kept}.");
            await RecordAsync(LedgerKinds.ForemanSkipped, ("reason", $"message not delivered: {fault}"), ("claim", claim));
            return;
        }

        if (mail.To is { } only && !_seats.ContainsKey(only))
        {
            Log(LogLevel.Information, $"The Foreman wrote to {only.Label()}, which does not run; PeerA gets it.");
        }

        foreach (var seat in _seats.Values.OrderBy(seat => seat.Role).Where(seat => mail.To is null || mail.To == seat.Role || !_seats.ContainsKey(mail.To.Value)))
        {
            var id = MessageIds.ForForeman(Now, claim, seat.Role);
            if (_deliveries.Search(id).Count > 0)
            {
                continue; // Delivered by the last run of the host.
            }

            var to = mail.To is null && !SinglePeer ? "Both" : seat.Label;
            var file = await StoreAsync(new Letter(MailSender.User, seat, $"To: {to}\n{mail.Body}", id, Headline: Envelope.Headline(mail.Body)));
            seat.Keepalive.UserSpoke(Now);
            if (RunRules.ForemanCopiesUser)
            {
                Show(TimelineKind.User, $"Foreman → {seat.Label}", mail.Body, file.MessageId);
            }
        }
    }
}
