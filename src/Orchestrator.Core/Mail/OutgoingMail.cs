using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <summary>Mail that an agent wrote, taken out of its mailbox by rename. The claimed file stays until <c>Mailbox.Finish</c>.</summary>
/// <param name="EventId">First 12 hex digits of the SHA-1 of the text (the <c>eid</c> of the sentinel).</param>
/// <param name="Text">The whole decoded text, as written, agent's own tags included (a sentinel line that it was appended to is left off).</param>
/// <param name="Body">The text from the first <c>&lt;TO_PEER&gt;</c>/<c>&lt;TO_USER&gt;</c> to the last closing tag of that name, or all of it; trimmed.</param>
/// <param name="WrittenAt">The file's modification time when it was taken.</param>
/// <param name="ClaimedPath">Where the file is now, in <c>state/claimed</c>.</param>
/// <param name="DecodedAs">The encoding that was found, e.g. <c>utf-8</c>, <c>utf-16</c>, <c>gb18030</c>, <c>latin-1</c>.</param>
/// <param name="Lossy">True when characters had to be replaced; the original stays beside a report.</param>
/// <param name="Doubt">How it was read where that may not be what its author wrote, as the end of "it was read ..."; the original is kept then. Null: no doubt.</param>
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
