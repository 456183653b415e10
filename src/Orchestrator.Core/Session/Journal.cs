using System.Collections.Immutable;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Runs;

namespace Orchestrator.Core.Session;

/// <summary>
/// The ledger and all that is remembered of it: the effect that a record announces is done only after it is on disk, and what outlives this
/// process is made of records alone. Used on the engine's loop only.
/// </summary>
internal sealed class Journal
{
    private readonly LedgerFile _ledger;
    private readonly SteadyClock _time;
    private readonly ImmutableArray<ILedgerView> _views;

    /// <param name="changed">Told of each message that a record has changed.</param>
    public Journal(LedgerFile ledger, SteadyClock time, Action<MessageLife> changed)
    {
        _ledger = ledger;
        _time = time;
        Deliveries = new DeliveryLog(changed);
        Budget = new TurnBudget(time.LocalTimeZone);
        _views = [Pause, Deliveries, Budget, Damper, SelfChecks, Compactions, Foreman];
    }

    public PauseMemory Pause { get; } = new();

    public DeliveryLog Deliveries { get; }

    public TurnBudget Budget { get; }

    public Damper Damper { get; } = new();

    public SelfCheckCount SelfChecks { get; } = new();

    public CompactMemory Compactions { get; } = new();

    public ForemanMemory Foreman { get; } = new();

    public bool Paused => Pause.Paused;

    /// <summary>What was found torn when the ledger was opened, or null.</summary>
    public LedgerFault? Torn => _ledger.Torn;

    public bool WantsSnapshot => _ledger.WantsSnapshot;

    /// <summary>Remembers what earlier lives of the host recorded.</summary>
    public void Recover(Action<LedgerFault> fault) => _ledger.Recover(_views, fault);

    /// <summary>Saves what is remembered, so that the next start need not read every record. The loop does one thing at a time: nothing is on its way to the ledger here.</summary>
    /// <exception cref="LedgerException">It could not be written; nothing is lost by that.</exception>
    public void SaveSnapshot() => _ledger.SaveSnapshot(_views);

    /// <exception cref="LedgerException">Nothing is recorded.</exception>
    public ValueTask RecordAsync(string kind, params (string Name, object? Value)[] fields) => RecordAsync([Record(kind, fields)]);

    /// <summary>Several records in one write and one flush: all are on disk afterwards, or none is.</summary>
    /// <exception cref="LedgerException">Nothing is recorded.</exception>
    public async ValueTask RecordAsync(ImmutableArray<LedgerRecord> records)
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

    /// <summary>A step of several messages for one receiver; none for none.</summary>
    public ValueTask RecordDeliveryAsync(string to, string kind, IReadOnlyList<string> messageIds, params (string Name, object? Value)[] more) =>
        messageIds.Count == 0 ? ValueTask.CompletedTask : RecordAsync(kind, [("to", to), ("mids", messageIds), .. more]);

    public LedgerRecord Record(string kind, params (string Name, object? Value)[] fields)
    {
        var now = _time.GetUtcNow();
        var record = new LedgerRecord(kind, now - _time.Ahead) { Moment = now };
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
