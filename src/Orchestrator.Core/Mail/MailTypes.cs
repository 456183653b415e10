using System.Collections.Immutable;
using Orchestrator.Core.Agents;

namespace Orchestrator.Core.Mail;

/// <summary>The file that an agent wrote: <c>to_peer.md</c> or <c>to_user.md</c>.</summary>
public enum MailChannel
{
    ToPeer,
    ToUser,
}

/// <summary>Mail that an agent wrote, taken out of its mailbox by rename. The claimed file stays until <c>Mailbox.Finish</c>.</summary>
/// <param name="EventId">First 12 hex digits of the SHA-1 of the text (the <c>eid</c> of the sentinel).</param>
/// <param name="Text">The whole decoded text, as written, agent's own tags included (a sentinel line that it was appended to is left off).</param>
/// <param name="Body">The text from the first <c>&lt;TO_PEER&gt;</c>/<c>&lt;TO_USER&gt;</c> to the last closing tag of that name, or all of it; trimmed.</param>
/// <param name="WrittenAt">The file's modification time when it was taken.</param>
/// <param name="ClaimedPath">Where the file is now, in <c>state/claimed</c>.</param>
/// <param name="DecodedAs">The encoding that was found, e.g. <c>utf-8</c>, <c>utf-16</c>, <c>gb18030</c>, <c>latin-1</c>.</param>
/// <param name="Lossy">True when characters had to be replaced; the original stays beside a report.</param>
/// <param name="Doubt">How it was read where that may not be what its author wrote, as the end of "it was read ..."; the original is kept then. Null when there is no doubt.</param>
public sealed record OutgoingMail(
    AgentRole From,
    MailChannel Channel,
    string EventId,
    string Text,
    string Body,
    DateTimeOffset WrittenAt,
    string ClaimedPath,
    string DecodedAs,
    bool Lossy,
    string? Doubt = null)
{
    /// <summary>The same for the same claimed file, before and after a restart; no two claims share it. Record it with the message to recognise what was delivered.</summary>
    public string ClaimId => System.IO.Path.GetFileNameWithoutExtension(ClaimedPath);
}

/// <summary>A file in the mailbox that cannot be taken (too large, a directory, a link out of the mailbox, undecodable): reported to its author, kept.</summary>
/// <param name="Reason">A sentence: what, where, what to do.</param>
/// <param name="KeptAt">Where the file is kept now, or its own path when it was left.</param>
public sealed record RefusedMail(AgentRole From, MailChannel Channel, string Reason, string KeptAt);

/// <summary>A message file in an inbox: <c>000001.&lt;mid&gt;.txt</c>.</summary>
public sealed record InboxFile(AgentRole To, long Sequence, string MessageId, string Path)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>What changed in an inbox since the last look.</summary>
/// <param name="Acknowledged">Gone from the inbox and found in <c>processed/</c>.</param>
/// <param name="Removed">Gone from the inbox and not in <c>processed/</c>.</param>
/// <param name="Foreign">New files that this engine did not write.</param>
public sealed record InboxChange(
    AgentRole Role,
    ImmutableArray<InboxFile> Acknowledged,
    ImmutableArray<InboxFile> Removed,
    ImmutableArray<string> Foreign,
    int InboxCount,
    int ProcessedCount);

/// <summary>Told by the mailbox watcher, on any thread: hand over and return.</summary>
public interface IMailObserver
{
    void Taken(OutgoingMail mail);

    void Refused(RefusedMail mail);

    void InboxChanged(InboxChange change);

    /// <summary>A fault of the watcher itself (inotify limit, folder gone): what it means and what is done about it.</summary>
    void Faulted(string sentence);
}
