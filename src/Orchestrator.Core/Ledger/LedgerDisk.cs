using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Core.Ledger;

/// <summary>The three things that are done to the current part. A seam: tests let them fail as a full disk does.</summary>
internal class LedgerDisk
{
    public virtual void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(file, bytes, offset);

    public virtual void Flush(SafeFileHandle file) => RandomAccess.FlushToDisk(file);

    public virtual void Cut(SafeFileHandle file, long length) => RandomAccess.SetLength(file, length);
}
