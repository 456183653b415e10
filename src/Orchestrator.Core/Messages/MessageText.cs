using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Messages;

/// <summary>What a message says, from wherever its file is now.</summary>
internal static class MessageText
{
    public static MessageDetail Of(Mailbox mailbox, MessageLife delivery)
    {
        var path = mailbox.FindText(RoleOf(delivery.To), delivery.Id);
        return new MessageDetail(delivery, path is null ? null : mailbox.ReadText(path), path);
    }

    /// <summary>The text that its sender wrote, without the envelope and the rules that went with it; null when it is no longer kept.</summary>
    public static string? BodyOf(Mailbox mailbox, MessageLife delivery) =>
        Of(mailbox, delivery) is { Text: { } text } ? Envelope.Unwrap(text) : null;

    private static AgentRole? RoleOf(string label) => Enum.TryParse<AgentRole>(label, out var role) ? role : null;
}
