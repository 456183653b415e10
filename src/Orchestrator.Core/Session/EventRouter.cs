using Microsoft.Extensions.Logging;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>Hands each event to the part that owns what it is about.</summary>
internal sealed class EventRouter(SessionContext session, SessionParts parts, SnapshotBoard snapshots, Action alarmRang)
{
    public Task HandleAsync(EngineEvent engineEvent) => engineEvent switch
    {
        Asked asked => asked.Run(),
        MailTaken taken => parts.Post.OnTakenAsync(taken.Mail),
        MailTurnedDown refused => parts.Post.OnRefusedAsync(refused.Mail),
        InboxMoved moved => parts.InboxFiles.OnChangedAsync(moved.Change),
        RunStartFailed failed => parts.Runs.OnStartFailedAsync(failed),
        RunEnded ended => parts.Runs.OnEndedAsync(ended),
        AgentStarted started => parts.Crew.OnStartedAsync(started),
        AgentStartFailed failed => parts.Crew.OnStartFailedAsync(failed),
        AgentExited exited => parts.Crew.OnExitedAsync(exited),
        _ => Handle(engineEvent),
    };

    private Task Handle(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case TimerRang:
                alarmRang();
                break;
            case ScreenObserved observed:
                parts.ScreenOf(session.Agents.Find(observed.Role))?.OnScreen(observed.Screen);
                break;
            case AgentHookReported reported:
                parts.ScreenOf(session.Agents.Find(reported.Role))?.OnHook(reported.Text);
                break;
            case HumanKeys typed:
                session.Agents.Find(typed.Role)?.Run.Hands.HumanTyped();
                break;
            case WatcherFaulted faulted:
                session.Log(LogLevel.Warning, faulted.Sentence);
                session.Show(TimelineKind.Warning, "System", faulted.Sentence);
                break;
            case ActorsChanged changed:
                session.Actors.Replace(changed.Actors);
                session.Agents.All.ToList().ForEach(agent => parts.ScreenOf(agent)?.OnActorsChanged());
                break;
            case SettingsFaulted faulted:
                session.Show(TimelineKind.Warning, "Settings", $"{faulted.Sentence} What counted before counts on.");
                break;
            case AgentNotified notified:
                session.Show(TimelineKind.System, notified.Role.Label(), notified.Text);
                break;
            case RunStarted started:
                parts.Runs.OnStarted(started);
                break;
            case ObserverJoined joined:
                session.Timeline.Audience.Join(joined.Seat, snapshots.Current);
                break;
            case ObserverLeft left:
                session.Timeline.Audience.Leave(left.Seat);
                break;
            default:
                throw new InvalidOperationException($"The engine does not know the event {engineEvent.GetType().Name}.");
        }

        return Task.CompletedTask;
    }
}
