using Microsoft.Extensions.Logging;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <content>The agents: launched, started again, ended.</content>
public sealed partial class Engine
{
    // A process that ends this soon after its start never came to work: a wrong flag, a missing login.
    private static readonly TimeSpan EarlyExit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(15);

    private readonly List<PendingStart> _pendingStarts = [];

    private async Task<StartAnswer> LaunchOnLoopAsync(RoleChoices choices, LeftOverMail leftOver)
    {
        if (_phase != SessionPhase.Setup)
        {
            return Refused(_phase == SessionPhase.Running ? "The session runs already; the mode and the agents are chosen at its start." : "The session is ending.");
        }

        var cast = new List<(AgentRole Role, ActorDefinition Actor)>();
        foreach (var (role, id) in Wanted(choices))
        {
            if (FindActor(id) is not { } actor)
            {
                var known = string.Join(", ", _settings.Actors.Select(known => known.Id));
                return Refused(id is null ? $"{role.Label()} needs an actor; known are {known}." : $"{role.Label()}: there is no actor '{id}'; known are {known}.");
            }

            cast.Add((role, actor));
        }

        var seats = new List<AgentSeat>();
        try
        {
            foreach (var (role, actor) in cast)
            {
                var seat = new AgentSeat(role, actor, new NudgeSchedule(_settings.Delivery, _random), new Keepalive(_settings.Delivery, choices.SinglePeer));
                seat.Judge = new StateJudge(actor, _time.LocalTimeZone);
                seats.Add(seat);
            }
        }
        catch (ArgumentException e)
        {
            LogError("A state rule is no regular expression.", e);
            return Refused($"A state rule in agents.yaml is no regular expression: {e.Message}");
        }

        try
        {
            _mailbox.EnsureFolders(seats.Select(seat => seat.Role));
            if (leftOver == LeftOverMail.Ask && CountLeftOver(seats.Select(seat => seat.Role)) is > 0 and var waiting)
            {
                return new StartAnswer(new CommandResult(false, $"{waiting} message(s) of an earlier run wait in the inboxes: resume, archive or discard them?", LeftOver: waiting), null);
            }

            await RecordAsync(LedgerKinds.Launch, ("single_peer", choices.SinglePeer), ("peerA", choices.PeerA), ("peerB", choices.PeerB));
        }
        catch (Exception e) when (IsStorageFault(e))
        {
            LogError("The launch could not be prepared.", e);
            return Refused(e.Message);
        }

        _choices = choices;
        _phase = SessionPhase.Running;
        seats.ForEach(seat => _seats.Add(seat.Role, seat));
        // Before the first process starts: the mode decides how much room its terminal gets.
        PublishSnapshot();
        await TakeUpMailAsync(leftOver);
        await BeginForemanAsync();
        var pending = AwaitStart(seats);
        foreach (var seat in seats)
        {
            await StartAsync(seat);
        }

        return new StartAnswer(null, pending.Answer);
    }

    private static IEnumerable<(AgentRole Role, string? Actor)> Wanted(RoleChoices choices) =>
        choices.SinglePeer ? [(AgentRole.PeerA, choices.PeerA)] : [(AgentRole.PeerA, choices.PeerA), (AgentRole.PeerB, choices.PeerB)];

    private ActorDefinition? FindActor(string? id) => _settings.Actors.FirstOrDefault(actor => actor.Id == id);

    private static StartAnswer Refused(string sentence) => new(new CommandResult(false, sentence), null);

    private async Task<StartAnswer> RestartOnLoopAsync(AgentRole? role)
    {
        if (_phase != SessionPhase.Running)
        {
            return Refused("No agent is launched.");
        }

        var seats = _seats.Values.Where(seat => role is null || seat.Role == role).OrderBy(seat => seat.Role).ToList();
        if (seats.Count == 0)
        {
            return Refused($"Single-peer mode: there is no {role?.Label()}.");
        }

        var pending = AwaitStart(seats);
        foreach (var seat in seats)
        {
            await RecordAsync(LedgerKinds.PeerRestarted, ("peer", seat.Label), ("reason", "asked by the user"));
            if (seat.IsUp)
            {
                seat.IsRestarting = true;
                _terminals.Stop(seat.Role);
            }
            else
            {
                await StartAsync(seat);
            }
        }

        return new StartAnswer(null, pending.Answer);
    }

    private PendingStart AwaitStart(IEnumerable<AgentSeat> seats)
    {
        var pending = new PendingStart(seats.Select(seat => seat.Role), Now + StartBound);
        _pendingStarts.Add(pending);
        return pending;
    }

    private async Task StartAsync(AgentSeat seat)
    {
        seat.Judge = new StateJudge(seat.Actor, _time.LocalTimeZone);
        seat.Screen = null;
        AbandonStroke(seat);
        seat.HeldBack = 0;
        seat.LastLine = null;
        seat.LastDraft = null;
        seat.TypeAgainAt = null;
        seat.Interrupt = null;
        seat.Prompts.Clear();
        seat.ToldOfPrompt = false;
        seat.Answered = null;
        seat.Hook = null;
        seat.HumanTypedAt = null;
        seat.RulesGiven = false;
        seat.InsightHinted = false;
        seat.IsRestarting = false;
        seat.IsUp = true;
        seat.StartedAt = Now;
        seat.Nudges.ForgetAnnouncements();
        seat.Enter(AgentState.Starting, Now);
        await GiveRulesForOldMailAsync(seat);
        _terminals.Start(LaunchOf(seat));
    }

    private AgentLaunch LaunchOf(AgentSeat seat)
    {
        var mailbox = _project.MailboxOf(seat.Role);
        var command = seat.Actor.Command.Select(part => part
            .Replace("{mailbox}", mailbox, StringComparison.Ordinal)
            .Replace("{project}", _project.Root, StringComparison.Ordinal)
            .Replace("{role}", seat.Label, StringComparison.Ordinal));
        var environment = seat.Actor.Environment
            .SetItem("CCCC_ROLE", seat.Label)
            .SetItem("CCCC_MAILBOX", mailbox)
            .SetItem("CCCC_PROJECT", _project.Root);
        return new AgentLaunch(seat.Role, seat.Actor.Id, [.. command], _project.Root, environment);
    }

    private async Task OnStartedAsync(AgentStarted started)
    {
        if (!_seats.TryGetValue(started.Role, out var seat))
        {
            return;
        }

        seat.ProcessId = started.ProcessId;
        Log(LogLevel.Information, $"{seat.Label} ({seat.Actor.Id}) started, process {started.ProcessId}.");
        // It runs, whether or not that can be recorded: who waits for it is told.
        TellPending(seat.Role, started: true, $"{seat.Label} ({seat.Actor.Id}) started.");
        await RecordAsync(LedgerKinds.PeerStarted, ("peer", seat.Label), ("actor", seat.Actor.Id), ("pid", started.ProcessId));
    }

    private async Task OnStartFailedAsync(AgentStartFailed failed)
    {
        if (!_seats.TryGetValue(failed.Role, out var seat))
        {
            return;
        }

        Ended(seat);
        Log(LogLevel.Error, $"{seat.Label} ({seat.Actor.Id}) did not start: {failed.Reason}");
        Show(TimelineKind.Error, seat.Label, $"did not start: {failed.Reason}");
        TellPending(seat.Role, started: false, $"{seat.Label} did not start: {failed.Reason}");
        await RecordAsync(LedgerKinds.PeerStartFailed, ("peer", seat.Label), ("reason", failed.Reason));
    }

    private async Task OnExitedAsync(AgentExited exited)
    {
        if (!_seats.TryGetValue(exited.Role, out var seat) || !seat.IsUp)
        {
            return;
        }

        var wanted = seat.IsRestarting || _phase == SessionPhase.Stopping;
        var lived = Now - seat.StartedAt;
        var crashed = !wanted && (exited.Exit.ExitCode != 0 || lived < EarlyExit);
        Ended(seat);
        Log(crashed ? LogLevel.Warning : LogLevel.Information, $"{seat.Label} ended after {lived.TotalSeconds:0.0} s: {exited.Exit}.");
        if (crashed)
        {
            Show(TimelineKind.Error, seat.Label, ExitText(seat, exited, lived));
        }
        else if (!wanted)
        {
            Show(TimelineKind.Warning, seat.Label, ExitText(seat, exited, lived));
        }

        try
        {
            await RecordAsync(
                crashed ? LedgerKinds.PeerCrashDetected : LedgerKinds.PeerExited,
                ("peer", seat.Label), ("exit", exited.Exit.ToString()), ("lived_s", (long)lived.TotalSeconds));
        }
        finally
        {
            if (seat.IsRestarting && _phase == SessionPhase.Running)
            {
                await StartAsync(seat);
            }

            TellWhenAllEnded();
        }
    }

    private static string ExitText(AgentSeat seat, AgentExited exited, TimeSpan lived)
    {
        var mail = seat.InboxCount > 0 ? $" Its inbox keeps {seat.InboxCount} message(s)." : "";
        var rows = exited.LastRows.IsDefaultOrEmpty ? "" : "\n" + string.Join('\n', exited.LastRows);
        return $"ended after {lived.TotalSeconds:0} s ({exited.Exit}). /restart {seat.Role.ShortName()} starts it again.{mail}{rows}";
    }

    private void Ended(AgentSeat seat)
    {
        seat.IsUp = false;
        seat.ProcessId = null;
        seat.Screen = null;
        seat.Prompts.Clear();
        seat.Answered = null;
        seat.Keepalive.Disarm();
        seat.Enter(AgentState.Exited, Now);
    }

    private void TellPending(AgentRole role, bool started, string sentence)
    {
        foreach (var pending in _pendingStarts)
        {
            pending.Tell(role, started, sentence);
        }
    }

    private void CheckPendingStarts()
    {
        foreach (var pending in _pendingStarts.Where(pending => Now >= pending.Deadline))
        {
            pending.GiveUp(role => _seats[role].IsRestarting
                ? $"{role.Label()} was told to end and has not ended after {StartBound.TotalSeconds:0} s."
                : $"{role.Label()} has not started after {StartBound.TotalSeconds:0} s.");
        }
    }

    private void FailPendingStarts(string sentence)
    {
        foreach (var pending in _pendingStarts)
        {
            pending.GiveUp(_ => sentence);
        }
    }

    private void ReleaseAnswers()
    {
        foreach (var release in _answers)
        {
            release();
        }

        _answers.Clear();
        _pendingStarts.ForEach(pending => pending.Release());
        _pendingStarts.RemoveAll(pending => pending.IsKnown);
    }
}
