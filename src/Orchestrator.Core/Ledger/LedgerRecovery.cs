using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Orchestrator.Core.Ledger;

/// <summary>Brings views to the state that the ledger on disk tells: the snapshot, and the records behind it.</summary>
internal static class LedgerRecovery
{
    private const int MarkBytes = 256;

    /// <param name="parts">The closed parts and then the current one, as they are on disk.</param>
    /// <returns>Where the snapshot ends that was used, or null when there was none.</returns>
    /// <exception cref="IOException">A part cannot be read.</exception>
    public static LedgerPosition? Bring(ImmutableArray<ILedgerView> views, string current, ImmutableArray<LedgerPart> parts, long lengthOfCurrent, Action<LedgerFault>? report)
    {
        var snapshot = Usable(current, parts, report);
        // A view that the snapshot does not have (it came with a later version) begins with the first record.
        var starts = views.ToDictionary(view => view, view => Load(view, snapshot, current, report));
        var first = starts.Count == 0 ? LedgerPosition.Beginning : starts.Values.Min();
        foreach (var part in parts.Where(part => part.Number >= first.Part))
        {
            var from = part.Number == first.Part ? first.Offset : 0;
            using var stream = LedgerCompression.Open(part, from);
            var awake = starts.Where(start => start.Value.CompareTo(new LedgerPosition(part.Number, from)) <= 0).Select(start => start.Key).ToList();
            var later = starts.Where(start => !awake.Contains(start.Key)).ToList();
            var length = part.Path == current ? lengthOfCurrent - from : long.MaxValue;
            foreach (var (record, offset) in LedgerReader.Read(stream, part.Path, length, report))
            {
                if (later.Count > 0)
                {
                    awake.AddRange(later.Where(start => start.Value.CompareTo(new LedgerPosition(part.Number, from + offset)) <= 0).Select(start => start.Key));
                    later.RemoveAll(start => awake.Contains(start.Key));
                }

                foreach (var view in awake)
                {
                    view.Apply(record);
                }
            }
        }

        return snapshot?.Position;
    }

    /// <summary>A few bytes that tell one ledger from another: those before the position.</summary>
    public static string Mark(Stream part, long offset)
    {
        var start = Math.Max(0, offset - MarkBytes);
        part.Seek(start, SeekOrigin.Begin);
        return MarkOf(part, (int)(offset - start)) ?? "";
    }

    private static string? MarkOf(Stream part, int length)
    {
        var bytes = new byte[length];
        return part.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length ? Convert.ToHexStringLower(SHA256.HashData(bytes))[..16] : null;
    }

    private static LedgerSnapshot? Usable(string current, ImmutableArray<LedgerPart> parts, Action<LedgerFault>? report)
    {
        var path = LedgerParts.Snapshot(current);
        string trouble;
        try
        {
            if (LedgerSnapshot.Read(path) is not { } snapshot)
            {
                return null;
            }

            var part = parts.FirstOrDefault(part => part.Number == snapshot.Position.Part);
            if (part.Path is not null)
            {
                var start = Math.Max(0, snapshot.Position.Offset - MarkBytes);
                using var stream = LedgerCompression.Open(part, start);
                if (MarkOf(stream, (int)(snapshot.Position.Offset - start)) == snapshot.Mark)
                {
                    return snapshot;
                }
            }

            trouble = "it is of another ledger";
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            trouble = e.Message.TrimEnd('.');
        }

        report?.Invoke(new LedgerFault(path, 0, $"The snapshot {path} is not used ({trouble}); all records that are kept are read instead."));
        return null;
    }

    private static LedgerPosition Load(ILedgerView view, LedgerSnapshot? snapshot, string current, Action<LedgerFault>? report)
    {
        if (snapshot?.Find(view.Name) is not { } saved)
        {
            return LedgerPosition.Beginning;
        }

        try
        {
            view.Load(saved);
            return snapshot.Position;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or IndexOutOfRangeException or ArgumentException)
        {
            var path = LedgerParts.Snapshot(current);
            report?.Invoke(new LedgerFault(path, 0, $"What {path} says of {view.Name} cannot be used ({e.Message.TrimEnd('.')}); it is read from the records instead."));
            return LedgerPosition.Beginning;
        }
    }
}
