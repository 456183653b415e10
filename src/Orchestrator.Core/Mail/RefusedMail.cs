using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <summary>A file in the mailbox that cannot be taken (too large, a directory, a link out of the mailbox, undecodable): reported to its author, kept.</summary>
/// <param name="Reason">A sentence: what, where, what to do.</param>
/// <param name="KeptAt">Where the file is kept now, or its own path when it was left.</param>
public sealed record RefusedMail(AgentRole From, MailChannel Channel, string Reason, string KeptAt);
