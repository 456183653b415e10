namespace Orchestrator.Core.Mail;

/// <summary>Told by the mailbox watcher, on any thread: hand over and return.</summary>
public interface IMailObserver
{
    void Taken(OutgoingMail mail);

    void Refused(RefusedMail mail);

    void InboxChanged(InboxChange change);

    /// <summary>A fault of the watcher itself (inotify limit, folder gone): what it means and what is done about it.</summary>
    void Faulted(string sentence);
}
