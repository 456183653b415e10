using System.Collections.Immutable;
using System.Globalization;

namespace Orchestrator.Core.Ledger;

/// <summary>The files of a ledger: <c>ledger.jsonl</c> is being written, <c>ledger.000001.jsonl</c> and so on are closed, oldest first.</summary>
internal static class LedgerParts
{
    public static ImmutableArray<string> Closed(string current)
    {
        var folder = Path.GetDirectoryName(current) ?? ".";
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Select(path => (Path: path, Number: Number(current, path))).Where(part => part.Number > 0).OrderBy(part => part.Number).Select(part => part.Path)]
            : [];
    }

    public static string Next(string current)
    {
        var last = Closed(current) is { Length: > 0 } parts ? Number(current, parts[^1]) : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{Stem(current)}.{last + 1:D6}{Path.GetExtension(current)}");
    }

    public static string Torn(string current, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{Stem(current)}.torn-{at.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");

    private static string Stem(string current) => Path.ChangeExtension(current, null);

    private static long Number(string current, string path)
    {
        var start = Path.GetFileName(Stem(current)) + ".";
        var name = Path.GetFileName(path);
        var extension = Path.GetExtension(current);
        return name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(extension, StringComparison.Ordinal) && name.Length > start.Length + extension.Length
            && long.TryParse(name.AsSpan(start.Length..^extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
