using System.Collections.Immutable;
using System.Globalization;

namespace Orchestrator.Core.Ledger;

/// <summary>A closed part of a ledger: <c>ledger.000001.jsonl</c>, later <c>ledger.000001.jsonl.gz</c>.</summary>
internal readonly record struct LedgerPart(long Number, string Path, bool Compressed);

/// <summary>The files of a ledger: <c>ledger.jsonl</c> is being written, the numbered ones are closed, oldest first.</summary>
internal static class LedgerParts
{
    private const string Gzip = ".gz";

    public static ImmutableArray<LedgerPart> Closed(string current)
    {
        var folder = Path.GetDirectoryName(current) ?? ".";
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Select(path => Parse(current, path)).OfType<LedgerPart>()
                // Compressed and not yet removed: both hold the same.
                .GroupBy(part => part.Number).Select(same => same.OrderBy(part => part.Compressed).First()).OrderBy(part => part.Number)]
            : [];
    }

    /// <summary>The number that the current part will have once it is closed.</summary>
    public static long NumberOfCurrent(string current) => Closed(current) is { Length: > 0 } parts ? parts[^1].Number + 1 : 1;

    public static string Named(string current, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Stem(current)}.{number:D6}{Path.GetExtension(current)}");

    public static string Compressed(string part) => part + Gzip;

    public static string Snapshot(string current) => Stem(current) + ".snapshot.json";

    public static string Torn(string current, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{Stem(current)}.torn-{at.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");

    private static string Stem(string current) => Path.ChangeExtension(current, null);

    private static LedgerPart? Parse(string current, string path)
    {
        var start = Path.GetFileName(Stem(current)) + ".";
        var name = Path.GetFileName(path);
        var compressed = name.EndsWith(Gzip, StringComparison.Ordinal);
        var plain = compressed ? name[..^Gzip.Length] : name;
        var extension = Path.GetExtension(current);
        return plain.StartsWith(start, StringComparison.Ordinal) && plain.EndsWith(extension, StringComparison.Ordinal) && plain.Length > start.Length + extension.Length
            && long.TryParse(plain.AsSpan(start.Length..^extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new LedgerPart(number, path, compressed) : null;
    }
}
