using System.IO.Compression;
using Orchestrator.Core.Files;

namespace Orchestrator.Core.Ledger;

/// <summary>Closed parts are kept compressed: a part shrinks to about a tenth.</summary>
internal static class LedgerCompression
{
    /// <summary>Writes the compressed part beside the plain one, whole and on disk; the caller removes the plain one.</summary>
    public static void Compress(string part)
    {
        var finished = LedgerParts.Compressed(part);
        var begun = finished + ".tmp";
        using (var plain = OpenToRead(part))
        using (var file = new FileStream(begun, Private))
        {
            using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
            {
                plain.CopyTo(gzip);
            }

            CrashPoint.Before("compressed-part-fsync");
            file.Flush(flushToDisk: true);
            CrashPoint.After("compressed-part-fsync");
        }

        PosixFiles.Rename(begun, finished);
        PosixFiles.SyncFolder(Path.GetDirectoryName(part) ?? ".");
    }

    /// <summary>The part's text from an offset on.</summary>
    /// <exception cref="InvalidDataException">The compressed part is damaged.</exception>
    public static Stream Open(LedgerPart part, long offset)
    {
        Stream stream = OpenToRead(part.Path);
        try
        {
            if (!part.Compressed)
            {
                stream.Seek(offset, SeekOrigin.Begin);
                return stream;
            }

            stream = new GZipStream(stream, CompressionMode.Decompress);
            Skip(stream, offset);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static FileStreamOptions Private => new()
    {
        Mode = FileMode.Create,
        Access = FileAccess.Write,
        UnixCreateMode = OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private static FileStream OpenToRead(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private static void Skip(Stream stream, long bytes)
    {
        var buffer = new byte[64 * 1024];
        while (bytes > 0 && stream.Read(buffer, 0, (int)Math.Min(buffer.Length, bytes)) is > 0 and var read)
        {
            bytes -= read;
        }
    }
}
