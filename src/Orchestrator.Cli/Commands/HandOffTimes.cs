using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Core.Ledger;

namespace Orchestrator.Cli.Commands;

/// <summary>One hand-off of the demo as the ledger tells it. Times are milliseconds since its author wrote the file; null: it did not happen.</summary>
internal sealed record HandOffTimes(string MessageId, string From, string To, double InInbox, double? Submitted, double? Acknowledged)
{
    /// <summary>The hand-offs between the peers, in their order.</summary>
    public static IReadOnlyList<HandOffTimes> Read(IEnumerable<LedgerRecord> ledger)
    {
        var records = ledger.ToList();
        var byMessage = records
            .SelectMany(record => Messages(record).Select(message => (Message: message, Record: record)))
            .ToLookup(pair => pair.Message, pair => pair.Record);
        List<HandOffTimes> handOffs = [];
        foreach (var handOff in records.Where(record => record.Kind == LedgerKinds.HandOff && record.Text("written") is not null))
        {
            var message = handOff.Text("mid")!;
            var written = Milliseconds(DateTimeOffset.Parse(handOff.Text("written")!, CultureInfo.InvariantCulture));
            double? Since(string kind) => byMessage[message].FirstOrDefault(record => record.Kind == kind) is { } record ? Milliseconds(record.At) - written : null;
            handOffs.Add(new HandOffTimes(
                message, handOff.Text("from") ?? "?", handOff.Text("to") ?? "?", Milliseconds(handOff.At) - written, Since(LedgerKinds.Submitted), Since(LedgerKinds.AckFile)));
        }

        return handOffs;
    }

    // A nudge is typed for one message or for all that wait.
    private static ImmutableArray<string> Messages(LedgerRecord record) => record.Text("mid") is { } one ? [one] : record.List("mids");

    /// <summary>The value at a rank of 0 to 100 among the values, or null without values.</summary>
    public static double? Percentile(IEnumerable<double?> values, int rank)
    {
        var sorted = values.OfType<double>().Order().ToArray();
        return sorted.Length == 0 ? null : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * rank / 100.0) - 1)];
    }

    private static double Milliseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalMilliseconds;
}
