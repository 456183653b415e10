using System.Text.Json;

namespace Orchestrator.Core.Ledger;

/// <summary>
/// A part of the session's memory that is made of ledger records and of nothing else: the same records give the same state, so that it is the same
/// before and after a crash. Used on the engine's loop only.
/// </summary>
/// <remarks><see cref="Apply"/> asks no clock and touches nothing outside; time comes with the record. What is saved is bounded.</remarks>
public interface ILedgerView
{
    /// <summary>Its key in the snapshot of the ledger.</summary>
    string Name { get; }

    /// <summary>The record is on disk. Kinds that mean nothing here are passed over.</summary>
    void Apply(LedgerRecord record);

    /// <summary>Writes the state as one JSON value.</summary>
    void Save(Utf8JsonWriter json);

    /// <summary>Takes the state that <see cref="Save"/> wrote, in place of the records before it. Called once, before the first record.</summary>
    /// <exception cref="JsonException">It is no such state, and nothing was taken; all records are read instead.</exception>
    void Load(JsonElement saved);
}
