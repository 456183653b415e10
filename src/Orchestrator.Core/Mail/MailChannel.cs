namespace Orchestrator.Core.Mail;

/// <summary>The file that an agent wrote: <c>to_peer.md</c> or <c>to_user.md</c>.</summary>
public enum MailChannel
{
    ToPeer,
    ToUser,
}
