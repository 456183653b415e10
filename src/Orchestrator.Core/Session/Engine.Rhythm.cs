using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <content>After every event: what is under way is moved on, what is due is done, and what must wait says why.</content>
public sealed partial class Engine
{
    private async Task AdvanceAsync(AgentSeat seat)
    {
        if (seat is { IsUp: true, Judge: { Due: { } due } judge } && due <= Now)
        {
            Enter(seat, judge.Reconsider(Now));
        }

        if (seat is { IsUp: true, Prompts.Due: { } drawn, Judge: { } rules } && drawn <= Now)
        {
            NotePrompt(seat, rules.Current);
        }

        CheckAnswer(seat);
        if (seat.StalledUntil > Now)
        {
            return;
        }

        seat.StalledUntil = null;
        await TellOfPromptAsync(seat);
        await AdvanceStrokeAsync(seat);
        if (_phase != SessionPhase.Running)
        {
            return;
        }

        // What puts mail into the inbox comes before what tells the agent of it: no other event may follow for minutes.
        await AdvanceKeepaliveAsync(seat);
        await AdvanceSelfCheckAsync(seat);
        await AdvanceNudgesAsync(seat);
        await AdvanceCompactAsync(seat);
    }

    private async Task AdvanceStrokeAsync(AgentSeat seat)
    {
        if (seat.Stroke is not { } underWay)
        {
            return;
        }

        if (seat.Screen is { } screen && _phase == SessionPhase.Running)
        {
            if (underWay.Stroke.Step(new StrokeLook(screen, seat.Judge!.Current, _pause.Paused), Now) is { } keys)
            {
                Type(seat, underWay, keys);
            }
        }
        else
        {
            underWay.Stroke.Abandon("the agent ended while the line was being typed");
        }

        if (underWay.Stroke.Phase == underWay.ToldPhase)
        {
            return;
        }

        underWay.ToldPhase = underWay.Stroke.Phase;
        if (underWay.Stroke.IsOver)
        {
            seat.Stroke = null;
            await ConcludeAsync(seat, underWay);
        }
        else if (underWay.Stroke.Phase == StrokePhase.Held)
        {
            Show(TimelineKind.Delivery, seat.Label, seat.State == AgentState.Limited
                ? $"A line is being typed and waits: {seat.Label} has reached its usage limit; the return is held back until it is over."
                : $"A line is being typed and waits: {seat.Label} shows a prompt. Answer it; the return is held back until it has gone.");
        }
    }

    private async Task ConcludeAsync(AgentSeat seat, StrokeUnderWay underWay)
    {
        underWay.Over?.Invoke(underWay.Stroke);
        seat.HeldBack = underWay.Stroke.Phase == StrokePhase.NotTyped ? seat.HeldBack : 0;
        // What the user typed past the gate is the user's, wherever it stands.
        if (underWay.Stroke.Phase != StrokePhase.NotTyped && underWay.Over is null)
        {
            seat.LastLine = underWay.Stroke.Line;
            seat.LastDraft = underWay.Stroke.Phase == StrokePhase.Unproven ? underWay.Stroke.ShownDraft : null;
        }

        if (underWay.Stroke.Phase == StrokePhase.Submitted)
        {
            var submitted = _deliveries.Before(seat.Label, underWay.MessageIds, DeliveryState.Submitted);
            await RecordDeliveryAsync(seat, LedgerKinds.Submitted, submitted, ("returns", underWay.Stroke.Returns));
            return;
        }

        if (underWay.Stroke.Phase == StrokePhase.NotTyped)
        {
            // Another line than a nudge changes nothing about what has been announced.
            if (underWay.MessageIds.Count > 0)
            {
                seat.Nudges.WasNotTyped();
            }

            await RecordAsync(LedgerKinds.NotTyped, ("to", seat.Label), ("mids", underWay.MessageIds), ("why", $"held back at the last moment: {underWay.Stroke.Trouble}"));
            return;
        }

        Log(LogLevel.Warning, $"{underWay.What} was typed into {seat.Label} and not proven: {underWay.Stroke.Trouble}.");
        if (underWay.Over is not null)
        {
            // Who typed it knows.
        }
        else if (underWay.Stroke.Phase == StrokePhase.Withdrawn)
        {
            Show(TimelineKind.Warning, seat.Label, $"{underWay.What} was typed, but {underWay.Stroke.Trouble}. Its mail stays in the inbox; a reminder follows.");
        }
        else if (seat.IsUp && _phase == SessionPhase.Running)
        {
            Show(TimelineKind.Warning, seat.Label, $"{underWay.What} was typed, but {underWay.Stroke.Trouble}. Please look at its pane and press Enter there if the line still stands in the composer.");
        }

        await RecordDeliveryAsync(seat, LedgerKinds.Unproven, underWay.MessageIds, ("reason", underWay.Stroke.Trouble));
    }

    private async Task AdvanceNudgesAsync(AgentSeat seat)
    {
        if (seat.Nudges.GivesUp(Now))
        {
            Show(TimelineKind.Warning, seat.Label,
                $"{seat.Nudges.Open} message(s) wait in its inbox, and {_settings.Delivery.NudgeMaxRetries} reminders had no effect. Please look at its pane.");
            await RecordDeliveryAsync(seat, LedgerKinds.NudgeGivenUp, [.. seat.Nudges.OpenMessages]);
        }

        if (seat.Nudges.Wanted(Now) is not { } wanted)
        {
            seat.Waiting = null;
            return;
        }

        var urgent = seat.Nudges.OpenMessages.FirstOrDefault(id => !seat.Nudges.IsAnnounced(id) && seat.Book.Find(id) is { Urgent: true });
        var obstacle = ObstacleFor(seat) ?? DamperObstacle(seat);
        if (obstacle is not null)
        {
            await WaitAsync(seat, obstacle);
            if (obstacle.Kind == "busy" && urgent is not null)
            {
                Interrupt(seat, urgent);
            }
            else if (obstacle.Kind == "draft")
            {
                TakeBackOwnLine(seat);
            }

            return;
        }

        seat.Waiting = null;
        seat.Interrupt = null;
        await TypeAsync(seat, urgent is null ? wanted : wanted with { About = urgent });
    }

    private Obstacle? ObstacleFor(AgentSeat seat) => Gate.Closed(
        new GateFacts(seat.Role, seat.State, _pause.Paused, seat.Stroke is not null, seat.HumanTypedAt, _settings.Delivery.HumanQuiet, seat.Judge?.Current.Draft,
            seat.Judge?.Current.ResetsAt, seat.TypeAgainAt), Now);

    private async Task WaitAsync(AgentSeat seat, Obstacle obstacle)
    {
        var isNews = seat.Waiting?.Kind != obstacle.Kind;
        seat.Waiting = obstacle;
        var fresh = seat.Nudges.OpenMessages.Where(id => !seat.Nudges.IsAnnounced(id)).ToList();
        await RecordDeliveryAsync(
            seat, LedgerKinds.Waiting, isNews ? fresh : _deliveries.Before(seat.Label, fresh, DeliveryState.Waiting), ("why", obstacle.Sentence));
    }

    private async Task TypeAsync(AgentSeat seat, WantedNudge wanted)
    {
        var ids = seat.Nudges.OpenMessages.ToList();
        var line = NudgeLine(seat, wanted);
        var stroke = new Stroke(line, seat.Actor, seat.Screen!, _settings.Delivery.HumanQuiet);
        // One append: what is recorded as typed is typed next, with nothing that can fail in between.
        var urgent = UrgentOf(seat, ids).ToList();
        await RecordAsync([Record(LedgerKinds.Typed, ("to", seat.Label), ("mids", ids), ("reminder", wanted.IsReminder)), .. urgent.Select(one => one.Record)]);
        foreach (var (_, sentence, id) in urgent)
        {
            Show(TimelineKind.Delivery, seat.Label, sentence, id);
        }

        seat.Nudges.Typed(wanted, Now);
        Begin(seat, new StrokeUnderWay(stroke, ids));
    }

    private async Task AdvanceKeepaliveAsync(AgentSeat seat)
    {
        var keepalive = seat.Keepalive;
        var verdict = keepalive.Check(KeepaliveObstacle(seat), Now);
        switch (verdict.Action)
        {
            case KeepaliveAction.Send:
                await StoreAsync(new Letter(MailSender.System, seat, verdict.Text!, NewMessageId(), IsKeepalive: true));
                keepalive.WasSent(Now);
                Log(LogLevel.Information, $"Keepalive {keepalive.Sent}/{keepalive.Max} for {seat.Label}.");
                await RecordAsync(LedgerKinds.KeepaliveSent, ("peer", seat.Label), ("single_peer", SinglePeer), ("nudge_count", keepalive.Sent), ("state", seat.State.ToString()));
                break;
            case KeepaliveAction.Hold when verdict.IsNews:
                await RecordAsync(LedgerKinds.KeepaliveSkipped, ("peer", seat.Label), ("reason", verdict.Reason));
                break;
            case KeepaliveAction.Exhausted:
                Show(TimelineKind.System, seat.Label, $"{keepalive.Sent} keepalives brought no new progress; it is left alone until it reports some or you write to it.");
                await RecordAsync(LedgerKinds.KeepaliveExhausted, ("peer", seat.Label), ("count", keepalive.Sent), ("max", keepalive.Max));
                break;
        }
    }

    private string? KeepaliveObstacle(AgentSeat seat)
    {
        if (seat.InboxCount > 0 || seat.Nudges.Open > 0)
        {
            return $"mail waits in the inbox of {seat.Label}";
        }

        return _heldMail.ContainsKey(seat.Role) ? $"mail of {seat.Label} is being delivered" : (ObstacleFor(seat) ?? TimerObstacle("keepalive", seat))?.Sentence;
    }

    private DateTimeOffset? CompactAlarm(AgentSeat seat) =>
        CompactDue(seat) is not { } due ? null : due > Now ? due : (TimerObstacle("compact", seat) ?? ObstacleFor(seat))?.OpensAt;

    private void SetAlarms()
    {
        foreach (var seat in _seats.Values)
        {
            var running = _phase == SessionPhase.Running && seat.StalledUntil is null;
            _alarms.Set($"{seat.Label} stalled", seat.StalledUntil);
            _alarms.Set($"{seat.Label} state", _phase == SessionPhase.Running && seat.IsUp ? seat.Judge?.Due : null);
            _alarms.Set($"{seat.Label} stroke", running ? seat.Stroke?.Stroke.Due : null);
            _alarms.Set($"{seat.Label} interrupt", running && seat.Waiting?.Kind == "busy" && seat.Interrupt is { Presses: < MostInterrupts } interrupt && interrupt.Next > Now ? interrupt.Next : null);
            _alarms.Set($"{seat.Label} prompt", running ? seat.Prompts.Due : null);
            _alarms.Set($"{seat.Label} answer", running ? seat.Answered?.Until : null);
            _alarms.Set($"{seat.Label} reminder", running && seat.Waiting is null ? seat.Nudges.Due : null);
            _alarms.Set($"{seat.Label} gate", running ? seat.Waiting?.OpensAt : null);
            _alarms.Set($"{seat.Label} keepalive", running ? seat.Keepalive.Wake : null);
            _alarms.Set($"{seat.Label} keepalive gate", running && seat.Keepalive.HeldFor is not null ? (ObstacleFor(seat) ?? TimerObstacle("keepalive", seat))?.OpensAt : null);
            _alarms.Set($"{seat.Label} self-check", running && _refusals.ContainsKey($"self-check {seat.Label}") ? TimerObstacle("self-check", seat)?.OpensAt : null);
            _alarms.Set($"{seat.Label} compact", running && seat.Stroke is null ? CompactAlarm(seat) : null);
        }

        var active = _phase == SessionPhase.Running;
        _alarms.Set("foreman", !active || ForemanRun is not null || _foremanDue is not { } foreman ? null : foreman > Now ? foreman : ForemanObstacle()?.OpensAt);
        _alarms.Set("run", active ? _runs.Values.Where(run => !run.TimedOut).Select(run => (DateTimeOffset?)run.Limit).Min() : null);
        _alarms.Set("aux", active && _auxWaiting.Count > 0 && AuxRun is null ? AuxRestsUntil : null);
        _alarms.Set("expiry", _phase == SessionPhase.Running ? _deliveries.NextExpiry : null);
        _alarms.Set("mail", _phase == SessionPhase.Running ? _retryMailAt : null);
        _alarms.Set("start", _pendingStarts.Where(pending => !pending.IsKnown).Select(pending => (DateTimeOffset?)pending.Deadline).Min());
        _alarms.Arm();
    }
}
