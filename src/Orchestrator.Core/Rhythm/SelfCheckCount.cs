using System.Text.Json;
using Orchestrator.Core.Ledger;

namespace Orchestrator.Core.Rhythm;

/// <summary>How many messages that count have reached each agent, and how many self-checks it has had: a view of the ledger.</summary>
internal sealed class SelfCheckCount : ILedgerView
{
    private const string Mode = "single_peer";

    private readonly Dictionary<string, (int Messages, int Checks)> _agents = new(StringComparer.Ordinal);
    private bool _isSinglePeer;

    public string Name => "self-checks";

    /// <summary>Messages since the last self-check.</summary>
    public int Since(string peer) => _agents.GetValueOrDefault(peer).Messages;

    /// <summary>Self-checks and refreshes so far.</summary>
    public int Checks(string peer) => _agents.GetValueOrDefault(peer).Checks;

    public void Apply(LedgerRecord record)
    {
        switch (record.Kind)
        {
            case LedgerKinds.Launch:
                _isSinglePeer = record.Flag("single_peer") is true;
                break;

            // With one peer: agent → system → agent is one, as A → B is with two; what the user says is not the agent's work.
            case LedgerKinds.SinglePeerIntercept when record.Text("from") is { } from && record.Flag("low_signal") is not true:
                Add(from, 1, 0);
                break;
            case LedgerKinds.HandOff when !_isSinglePeer && record.Text("from") is "User" or "PeerA" or "PeerB" && record.Text("to") is { } to && record.Flag("low_signal") is not true:
                Add(to, 1, 0);
                break;
            case LedgerKinds.SelfCheck or LedgerKinds.SystemRefresh when record.Text("peer") is { } peer:
                Add(peer, -(int)(record.Number("every") ?? 0), 1);
                break;
        }
    }

    public void Save(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean(Mode, _isSinglePeer);
        foreach (var (peer, (messages, checks)) in _agents)
        {
            json.WriteStartArray(peer);
            json.WriteNumberValue(messages);
            json.WriteNumberValue(checks);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public void Load(JsonElement saved)
    {
        var agents = saved.EnumerateObject().Where(entry => entry.Name != Mode).Select(entry => (entry.Name, entry.Value[0].GetInt32(), entry.Value[1].GetInt32())).ToList();
        _isSinglePeer = saved.TryGetProperty(Mode, out var mode) && mode.GetBoolean();
        agents.ForEach(entry => _agents[entry.Name] = (entry.Item2, entry.Item3));
    }

    private void Add(string peer, int messages, int checks)
    {
        var (had, done) = _agents.GetValueOrDefault(peer);
        _agents[peer] = (Math.Max(0, had + messages), done + checks);
    }
}
