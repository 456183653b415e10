using System.Text.Json;
using Orchestrator.Core.Ledger;

namespace Orchestrator.Core.Rhythm;

/// <summary>Whether the user has paused everything that types or starts something: outlives the host.</summary>
internal sealed class PauseMemory : ILedgerView
{
    public string Name => "pause";

    public bool Paused { get; private set; }

    public void Apply(LedgerRecord record)
    {
        Paused = record.Kind switch
        {
            LedgerKinds.Paused => true,
            LedgerKinds.Resumed => false,
            _ => Paused,
        };
    }

    public void Save(Utf8JsonWriter json) => json.WriteBooleanValue(Paused);

    public void Load(JsonElement saved) => Paused = saved.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new JsonException("neither true nor false"),
    };
}
