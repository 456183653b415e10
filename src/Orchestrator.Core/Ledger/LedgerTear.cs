using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Core.Files;

namespace Orchestrator.Core.Ledger;

/// <summary>Mends the end of a ledger whose last write was interrupted: a whole record without its line feed gets one, anything else is cut off and kept.</summary>
internal static class LedgerTear
{
    public static LedgerFault? Mend(SafeFileHandle file, string path, DateTimeOffset at, LedgerDisk disk)
    {
        var length = RandomAccess.GetLength(file);
        var whole = EndOfLastLine(file, length);
        if (whole == length)
        {
            return null;
        }

        var tail = new byte[length - whole];
        for (var read = 0; read < tail.Length;)
        {
            var more = RandomAccess.Read(file, tail.AsSpan(read), whole + read);
            if (more == 0)
            {
                throw new IOException($"{path} became shorter while it was read; another program writes it.");
            }

            read += more;
        }

        if (IsRecord(tail))
        {
            disk.Write(file, "\n"u8, length);
            disk.Flush(file);
            return null;
        }

        var kept = LedgerParts.Torn(path, at);
        for (var n = 2; File.Exists(kept); n++)
        {
            kept = $"{LedgerParts.Torn(path, at)}-{n}";
        }

        using (var torn = File.OpenHandle(kept, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(torn, CrashPoint.Part("tear-write", tail), 0);
            CrashPoint.After("tear-write");
            RandomAccess.FlushToDisk(torn);
        }

        PosixFiles.SyncFolder(Path.GetDirectoryName(path) ?? ".");
        disk.Cut(file, whole);
        disk.Flush(file);
        return new LedgerFault(path, 0, $"The last line of {path} was not whole (its write was interrupted): {tail.Length} bytes were cut off and are kept in {kept}. All records before it are there.");
    }

    private static long EndOfLastLine(SafeFileHandle file, long length)
    {
        var buffer = new byte[64 * 1024];
        for (var end = length; end > 0;)
        {
            var start = Math.Max(0, end - buffer.Length);
            var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)(end - start)), start);
            var feed = buffer.AsSpan(0, read).LastIndexOf((byte)'\n');
            if (feed >= 0)
            {
                return start + feed + 1;
            }

            end = start;
        }

        return 0;
    }

    private static bool IsRecord(byte[] tail)
    {
        try
        {
            LedgerRecord.Parse(tail);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false; // The answer to the question.
        }
    }
}
