using Orchestrator.Core.Mail;

namespace Orchestrator.Core.Session;

internal sealed record MailTaken(OutgoingMail Mail) : EngineEvent;

internal sealed record MailTurnedDown(RefusedMail Mail) : EngineEvent;

internal sealed record InboxMoved(InboxChange Change) : EngineEvent;

internal sealed record WatcherFaulted(string Sentence) : EngineEvent;

/// <summary>Hands what the mailbox watcher tells to the engine's loop.</summary>
internal sealed class MailToEvents(Action<EngineEvent> post) : IMailObserver
{
    public void Taken(OutgoingMail mail) => post(new MailTaken(mail));

    public void Refused(RefusedMail mail) => post(new MailTurnedDown(mail));

    public void InboxChanged(InboxChange change) => post(new InboxMoved(change));

    public void Faulted(string sentence) => post(new WatcherFaulted(sentence));
}
