using System.Collections.Immutable;
using Orchestrator.Core.Ledger;

namespace Orchestrator.Core.Session;

/// <content>The ledger: the effect that a record announces is done only after it is on disk, and what is remembered is made of records alone.</content>
public sealed partial class Engine
{
    /// <summary>Everything that outlives this process: told of each record once it is on disk, and of all earlier ones at the start.</summary>
    private ImmutableArray<ILedgerView> Views() => [_pause, _deliveries, _budget, _damper, _selfChecks, _compactions, _foreman];

    private ValueTask RecordDeliveryAsync(AgentSeat seat, string kind, IReadOnlyList<string> messageIds, params (string Name, object? Value)[] more) =>
        messageIds.Count == 0 ? ValueTask.CompletedTask : RecordAsync(kind, [("to", seat.Label), ("mids", messageIds), .. more]);

    private ValueTask RecordAsync(string kind, params (string Name, object? Value)[] fields) => RecordAsync([Record(kind, fields)]);

    /// <summary>Several records in one write and one flush: all are on disk afterwards, or none is.</summary>
    private async ValueTask RecordAsync(ImmutableArray<LedgerRecord> records)
    {
        await _ledger.AppendAsync(records);
        foreach (var record in records)
        {
            foreach (var view in _views)
            {
                view.Apply(record);
            }
        }
    }

    // The loop does one thing at a time, so nothing is on its way to the ledger here.
    private void SaveSnapshot()
    {
        try
        {
            _ledger.SaveSnapshot(_views);
        }
        catch (LedgerException e)
        {
            LogError("The ledger's snapshot was not saved.", e);
        }
    }

    private LedgerRecord Record(string kind, params (string Name, object? Value)[] fields)
    {
        var record = new LedgerRecord(kind, Now);
        foreach (var (name, value) in fields)
        {
            record = value switch
            {
                null => record,
                string text => record.With(name, text),
                bool flag => record.With(name, flag),
                int number => record.With(name, (long)number),
                long number => record.With(name, number),
                double fraction => record.With(name, fraction),
                IReadOnlyList<string> list => record.With(name, [.. list]),
                _ => throw new ArgumentException($"A ledger field cannot hold a {value.GetType().Name}.", nameof(fields)),
            };
        }

        return record;
    }
}
