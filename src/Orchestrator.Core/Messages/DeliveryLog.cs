using System.Text.Json;
using Orchestrator.Core.Ledger;

namespace Orchestrator.Core.Messages;

/// <summary>
/// Every message that is under way and the last ones that have arrived, with their lives: a view of the ledger. Used on the engine's loop only; what it
/// hands out is immutable.
/// </summary>
/// <param name="changed">Told of each message that a record has changed, or null.</param>
internal sealed class DeliveryLog(Action<MessageLife>? changed = null) : ILedgerView
{
    public const int RememberedClosed = 1000;
    private const int RememberedKeys = 10_000;

    private static readonly string[] Receivers = ["PeerA", "PeerB", "User", "System", "?"];

    // The same id can lie in both inboxes, when somebody copied a file.
    private readonly Dictionary<(string To, string Id), MessageLife> _all = [];
    private readonly LinkedList<(string To, string Id)> _closed = [];
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly Queue<string> _keyOrder = new();
    private readonly Dictionary<(string To, string Id), DateTimeOffset> _expiring = [];
    private readonly Dictionary<string, (string To, string Id)> _withoutInbox = new(StringComparer.Ordinal);

    public string Name => "deliveries";

    /// <summary>Mail that went from one agent to the other, or to the system: since the last launch.</summary>
    public long HandOffs { get; private set; }

    /// <summary>When the first message expires, or null.</summary>
    public DateTimeOffset? NextExpiry => _expiring.Count == 0 ? null : _expiring.Values.Min();

    public MessageLife? Find(string to, string id) => _all.GetValueOrDefault((to, id));

    /// <summary>The last copy of a message that was sent again, and again; null when it never was, or its copy is not known any more.</summary>
    public MessageLife? NewestCopyOf(MessageLife delivery)
    {
        MessageLife? newest = null;
        for (var next = delivery; next.SentAgainAs is { } id && Find(next.To, id) is { } copy; next = copy)
        {
            newest = copy;
        }

        return newest;
    }

    /// <summary>Messages of that id, or whose ids begin with it.</summary>
    public IReadOnlyList<MessageLife> Search(string id)
    {
        var exact = Receivers.Select(to => Find(to, id)).OfType<MessageLife>().ToList();
        return exact.Count > 0 ? exact : [.. _all.Values.Where(delivery => delivery.Id.StartsWith(id, StringComparison.Ordinal))];
    }

    /// <summary>All that are known, oldest first.</summary>
    public IReadOnlyList<MessageLife> All() => [.. _all.Values.OrderBy(delivery => delivery.StoredAt)];

    /// <summary>Messages for an agent that have not left its inbox.</summary>
    public IReadOnlyList<MessageLife> Open(string to) => [.. _all.Values.Where(delivery => delivery.To == to && !delivery.HasLeft)];

    public IReadOnlyList<MessageLife> ExpiredAt(DateTimeOffset now) => [.. _expiring.Where(entry => entry.Value <= now).Select(entry => _all[entry.Key])];

    /// <summary>Of these messages, the ones that have not come so far yet.</summary>
    public IReadOnlyList<string> Before(string to, IEnumerable<string> ids, DeliveryState state) =>
        [.. ids.Where(id => _all.TryGetValue((to, id), out var delivery) && delivery.State < state)];

    /// <summary>The message that was sent with this key to this receiver, or null.</summary>
    public string? OfKey(string to, string key) => _keys.GetValueOrDefault($"{to}/{key}");

    /// <summary>Whether mail that leaves no file in an inbox (for the user, for the system, refused) has been recorded.</summary>
    public bool IsDone(string claim) => _withoutInbox.ContainsKey(claim);

    public void Apply(LedgerRecord record)
    {
        switch (record.Kind)
        {
            case LedgerKinds.Launch:
                HandOffs = 0;
                break;
            case LedgerKinds.Stored:
                Stored(record);
                break;
            case LedgerKinds.HandOff:
                InInbox(record);
                break;
            case LedgerKinds.InboxForeign:
                Foreign(record);
                break;
            case LedgerKinds.ToUser:
                WithoutInbox(record, "User", DeliveryState.Shown, null);
                break;
            case LedgerKinds.SinglePeerIntercept:
                HandOffs++;
                WithoutInbox(record, "System", DeliveryState.Intercepted, null);
                break;
            case LedgerKinds.HandOffDrop or LedgerKinds.MailRefused:
                WithoutInbox(record, record.Text("to") ?? "?", DeliveryState.Refused, record.Text("reason"));
                break;
            case LedgerKinds.Waiting:
                Step(record, DeliveryState.Waiting, record.Text("why"));
                break;
            case LedgerKinds.NotTyped:
                Step(record, DeliveryState.Waiting, record.Text("why"));
                break;
            case LedgerKinds.Typed:
                Step(record, DeliveryState.Typed, record.Flag("reminder") is true ? "reminder" : null);
                break;
            case LedgerKinds.Submitted:
                Step(record, DeliveryState.Submitted, null);
                break;
            case LedgerKinds.Unproven:
                Step(record, DeliveryState.Typed, record.Text("reason"));
                break;
            case LedgerKinds.Replied:
                Replied(record);
                break;
            case LedgerKinds.Retried when record.Text("as") is { } copy:
                Change(record, delivery => delivery with { SentAgainAs = copy });
                break;
            case LedgerKinds.AckFile:
                Left(record, record.Flag("ok") is true ? DeliveryState.Read : DeliveryState.Removed);
                break;
            case LedgerKinds.Withdraw:
                _expiring.Remove((record.Text("to") ?? "", record.Text("mid") ?? "")); // Tried once; the next start tries again.
                Change(record, delivery => delivery with { IsBeingWithdrawn = true });
                break;
            case LedgerKinds.Expired:
                Left(record, DeliveryState.Expired);
                break;
            case LedgerKinds.Cancelled:
                Left(record, DeliveryState.Cancelled);
                break;
            case LedgerKinds.Refused:
                Left(record, DeliveryState.Refused);
                break;
        }
    }

    public void Save(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("hand_offs", HandOffs);
        json.WriteStartArray("open");
        foreach (var delivery in _all.Values.Where(delivery => !delivery.HasLeft))
        {
            DeliveryJson.Write(json, delivery);
        }

        json.WriteEndArray();
        json.WriteStartArray("closed");
        foreach (var place in _closed)
        {
            DeliveryJson.Write(json, _all[place]);
        }

        json.WriteEndArray();
        json.WriteStartArray("keys");
        foreach (var key in _keyOrder)
        {
            json.WriteStringValue(key);
            json.WriteStringValue(_keys[key]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public void Load(JsonElement saved)
    {
        var handOffs = saved.GetProperty("hand_offs").GetInt64();
        var open = saved.GetProperty("open").EnumerateArray().Select(DeliveryJson.Read).ToList();
        var closed = saved.GetProperty("closed").EnumerateArray().Select(DeliveryJson.Read).ToList();
        var keys = saved.GetProperty("keys").EnumerateArray().Select(key => key.GetString() ?? throw new JsonException("a key is no text")).ToList();
        HandOffs = handOffs;
        foreach (var delivery in open)
        {
            Put(delivery);
        }

        foreach (var delivery in closed)
        {
            Close(delivery);
        }

        for (var i = 0; i + 1 < keys.Count; i += 2)
        {
            Remember(keys[i], keys[i + 1]);
        }
    }

    private static DateTimeOffset? Time(LedgerRecord record, string name) => record.Number(name) is { } seconds ? DateTimeOffset.FromUnixTimeMilliseconds(seconds) + (record.Moment - record.At) : null;

    private void Stored(LedgerRecord record)
    {
        if (record.Text("mid") is not { } id || record.Text("to") is not { } to)
        {
            return;
        }

        // Mail whose storing was interrupted is stored again under the same id.
        if (!_all.ContainsKey((to, id)))
        {
            Put(new MessageLife(
                id, record.Text("from") ?? "?", to, (int)(record.Number("chars") ?? 0), record.Text("re"), record.Text("thread") ?? id, record.Flag("urgent") is true,
                Time(record, "expires"), record.Text("claim"), DeliveryState.Stored, [new DeliveryStep(DeliveryState.Stored, record.At)]));
        }

        if (record.Text("key") is { } key)
        {
            Remember($"{to}/{key}", id);
        }
    }

    private void InInbox(LedgerRecord record)
    {
        HandOffs += record.Text("from") is "PeerA" or "PeerB" ? 1 : 0;
        Change(record, delivery => delivery with { Sequence = record.Number("seq") });
    }

    private void Foreign(LedgerRecord record)
    {
        if (record.Text("mid") is { } id && record.Text("to") is { } to && !_all.ContainsKey((to, id)))
        {
            Put(new MessageLife(id, "?", to, 0, null, id, Urgent: false, null, null, DeliveryState.Stored, [new DeliveryStep(DeliveryState.Stored, record.At)], record.Number("seq")));
        }
    }

    private void WithoutInbox(LedgerRecord record, string to, DeliveryState state, string? note)
    {
        if (record.Text("mid") is not { } id)
        {
            return;
        }

        Close(new MessageLife(
            id, record.Text("from") ?? "?", to, (int)(record.Number("chars") ?? 0), record.Text("re"), record.Text("thread") ?? id, Urgent: false, null, record.Text("claim"),
            state, [new DeliveryStep(state, record.At, note)], HasLeft: true));
    }

    private void Step(LedgerRecord record, DeliveryState state, string? note)
    {
        foreach (var id in record.List("mids"))
        {
            Change(record, id, delivery => delivery.State.IsFinal() ? delivery : delivery.With(new DeliveryStep(state, record.At, note)));
        }
    }

    private void Replied(LedgerRecord record)
    {
        foreach (var id in record.List("mids"))
        {
            Change(record, id, delivery => delivery.With(new DeliveryStep(DeliveryState.Replied, record.At, record.Text("by"))));
        }
    }

    private void Left(LedgerRecord record, DeliveryState state)
    {
        if (record.Text("mid") is not { } id || (record.Text("to") ?? record.Text("from")) is not { } to || !_all.TryGetValue((to, id), out var delivery) || delivery.HasLeft)
        {
            return;
        }

        var answered = delivery.State == DeliveryState.Replied;
        delivery = delivery.With(new DeliveryStep(state, record.At, record.Text("reason"))) with { HasLeft = true, IsBeingWithdrawn = false };
        Close(answered ? delivery with { State = DeliveryState.Replied } : delivery);
    }

    private void Change(LedgerRecord record, Func<MessageLife, MessageLife> change)
    {
        if (record.Text("mid") is { } id)
        {
            Change(record, id, change);
        }
    }

    private void Change(LedgerRecord record, string id, Func<MessageLife, MessageLife> change)
    {
        if (record.Text("to") is { } to && _all.TryGetValue((to, id), out var delivery) && change(delivery) is var next && next != delivery)
        {
            _all[(to, id)] = next;
            changed?.Invoke(next);
        }
    }

    private void Put(MessageLife delivery)
    {
        var place = (delivery.To, delivery.Id);
        _all[place] = delivery;
        if (delivery.Expires is { } at)
        {
            _expiring[place] = at;
        }

        changed?.Invoke(delivery);
    }

    private void Close(MessageLife delivery)
    {
        var place = (delivery.To, delivery.Id);
        if (_all.TryGetValue(place, out var known) && known.HasLeft)
        {
            return;
        }

        _all[place] = delivery;
        _expiring.Remove(place);
        _closed.AddLast(place);
        if (delivery is { Sequence: null, WasInInbox: false, Claim: { } claim })
        {
            _withoutInbox[claim] = place;
        }

        if (_closed.Count > RememberedClosed)
        {
            Forget(_closed.First!.Value);
            _closed.RemoveFirst();
        }

        changed?.Invoke(delivery);
    }

    private void Forget((string To, string Id) place)
    {
        if (_all.Remove(place, out var delivery) && delivery.Claim is { } claim)
        {
            _withoutInbox.Remove(claim);
        }
    }

    private void Remember(string key, string id)
    {
        if (_keys.TryAdd(key, id))
        {
            _keyOrder.Enqueue(key);
            if (_keyOrder.Count > RememberedKeys)
            {
                _keys.Remove(_keyOrder.Dequeue());
            }
        }
    }
}
