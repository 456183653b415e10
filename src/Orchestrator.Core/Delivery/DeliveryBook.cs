using Orchestrator.Core.Mail;

namespace Orchestrator.Core.Delivery;

/// <summary>How far a message has come. <c>Replied</c> is known only when the agent names the message in its answer.</summary>
public enum DeliveryState
{
    Stored,
    Waiting,
    Typed,
    Submitted,
    Read,
    Replied,
    /// <summary>Gone from the inbox without having been moved to <c>processed/</c>.</summary>
    Removed,
}

/// <summary>One message on its way to an agent.</summary>
/// <param name="Headline">For the nudge: the first line that says something.</param>
/// <param name="IsKeepalive">Made by keepalive: reading it is no sign of life of its own.</param>
public sealed record TrackedMessage(
    InboxFile File,
    string Headline,
    bool IsKeepalive,
    DeliveryState State,
    DateTimeOffset Since);

/// <summary>The messages to one agent that are not read yet, in the order of their files, and the last read ones, for their answers.</summary>
internal sealed class DeliveryBook
{
    private const int RememberedRead = 500;

    private readonly Dictionary<string, TrackedMessage> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TrackedMessage> _read = new(StringComparer.Ordinal);
    private readonly Queue<string> _readOrder = new();

    public TrackedMessage? Find(string messageId) => _open.GetValueOrDefault(messageId);

    public void Add(TrackedMessage delivery) => _open[delivery.File.MessageId] = delivery;

    /// <summary>Moves those that are not so far yet.</summary>
    /// <returns>The ids of those that moved.</returns>
    public IReadOnlyList<string> Advance(IEnumerable<string> messageIds, DeliveryState state, DateTimeOffset now)
    {
        var moved = new List<string>();
        foreach (var id in messageIds)
        {
            if (_open.TryGetValue(id, out var delivery) && delivery.State < state)
            {
                _open[id] = delivery with { State = state, Since = now };
                moved.Add(id);
            }
        }

        return moved;
    }

    public TrackedMessage? Close(string messageId, DeliveryState state, DateTimeOffset now)
    {
        if (!_open.Remove(messageId, out var delivery))
        {
            return null;
        }

        delivery = delivery with { State = state, Since = now };
        _read[messageId] = delivery;
        _readOrder.Enqueue(messageId);
        if (_readOrder.Count > RememberedRead)
        {
            _read.Remove(_readOrder.Dequeue());
        }

        return delivery;
    }

    /// <summary>Marks the messages that an agent's text names as answered.</summary>
    /// <returns>The ids that were answered just now.</returns>
    public IReadOnlyList<string> Answered(string text, DateTimeOffset now)
    {
        if (!text.Contains("MID:", StringComparison.Ordinal))
        {
            return [];
        }

        var answered = new List<string>();
        foreach (var (id, delivery) in _read)
        {
            if (delivery.State != DeliveryState.Replied && text.Contains($"MID: {id}", StringComparison.Ordinal))
            {
                answered.Add(id);
            }
        }

        foreach (var id in answered)
        {
            _read[id] = _read[id] with { State = DeliveryState.Replied, Since = now };
        }

        return answered;
    }
}
