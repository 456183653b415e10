using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Messages;

/// <summary>A message that is about to be sent.</summary>
/// <param name="Claim">The claimed file that it was made of, or null when no agent wrote it.</param>
/// <param name="WrittenAt">When its author wrote that file.</param>
/// <param name="Expires">When it is taken back if it has not been read by then.</param>
/// <param name="Key">The sender's own name for it: the same key sends nothing twice.</param>
/// <param name="ReplyTo">The message that it answers.</param>
/// <param name="Headline">What the nudge tells of it, where that is not its first line.</param>
internal sealed record Letter(
    Address From,
    Address To,
    string Body,
    string MessageId,
    string? Claim = null,
    bool IsKeepalive = false,
    DateTimeOffset? WrittenAt = null,
    bool Urgent = false,
    DateTimeOffset? Expires = null,
    string? Key = null,
    string? ReplyTo = null,
    string? Headline = null);
