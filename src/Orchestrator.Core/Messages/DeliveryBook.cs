using Orchestrator.Core.Mail;

namespace Orchestrator.Core.Messages;

/// <summary>A message that lies in an agent's inbox.</summary>
/// <param name="Headline">For the nudge: the first line that says something.</param>
/// <param name="IsKeepalive">Made by keepalive: reading it is no sign of life of its own.</param>
/// <param name="Urgent">It is announced before all others.</param>
/// <param name="IsIdleTalk">It says nothing new: while the damper holds, it is not announced.</param>
/// <param name="CarriesRules">The rules of the role went with it: when it is taken back, they go with the next one.</param>
internal sealed record TrackedMessage(InboxFile File, string Headline, bool IsKeepalive, bool Urgent, bool CarriesRules = false, bool IsIdleTalk = false);

/// <summary>What lies in one agent's inbox now, as far as the engine knows. Its states are in the <see cref="DeliveryLog"/>.</summary>
internal sealed class DeliveryBook
{
    private readonly Dictionary<string, TrackedMessage> _open = new(StringComparer.Ordinal);

    public int Count => _open.Count;

    public TrackedMessage? Find(string messageId) => _open.GetValueOrDefault(messageId);

    public void Add(TrackedMessage message) => _open[message.File.MessageId] = message;

    public TrackedMessage? Remove(string messageId) => _open.Remove(messageId, out var message) ? message : null;
}
