using System.Text.Json;
using Orchestrator.Core.Ledger;

namespace Orchestrator.Core.Rhythm;

/// <summary>When each agent was last told to compact its context, and how many messages reached it since: a view of the ledger.</summary>
internal sealed class CompactMemory : ILedgerView
{
    private readonly Dictionary<string, (DateTimeOffset? At, int Messages)> _agents = new(StringComparer.Ordinal);

    public string Name => "compactions";

    public DateTimeOffset? LastAt(string peer) => _agents.GetValueOrDefault(peer).At;

    public int Messages(string peer) => _agents.GetValueOrDefault(peer).Messages;

    public void Apply(LedgerRecord record)
    {
        switch (record.Kind)
        {
            case LedgerKinds.HandOff when record.Text("to") is { } to:
                _agents[to] = (LastAt(to), Messages(to) + 1);
                break;
            case LedgerKinds.AutoCompact when record.Text("peer") is { } peer:
                _agents[peer] = (record.Moment, 0);
                break;
            // A process that begins anew begins with an empty context.
            case LedgerKinds.PeerStarted when record.Text("peer") is { } peer:
                _agents[peer] = (LastAt(peer), 0);
                break;
        }
    }

    public void Save(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (peer, (at, messages)) in _agents)
        {
            json.WriteStartArray(peer);
            json.WriteNumberValue(at?.ToUnixTimeMilliseconds() ?? 0);
            json.WriteNumberValue(messages);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public void Load(JsonElement saved)
    {
        var agents = saved.EnumerateObject().Select(entry => (entry.Name, At: entry.Value[0].GetInt64(), Messages: entry.Value[1].GetInt32())).ToList();
        agents.ForEach(entry => _agents[entry.Name] = (entry.At == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(entry.At), entry.Messages));
    }
}
