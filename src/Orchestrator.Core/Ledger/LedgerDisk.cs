using Microsoft.Win32.SafeHandles;
using Orchestrator.Core.Files;

namespace Orchestrator.Core.Ledger;

/// <summary>The three things that are done to the current part. A seam: tests let them fail as a full disk does.</summary>
internal class LedgerDisk
{
    public virtual void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        RandomAccess.Write(file, CrashPoint.Part("ledger-write", bytes), offset);
        CrashPoint.After("ledger-write");
    }

    public virtual void Flush(SafeFileHandle file)
    {
        CrashPoint.Before("ledger-fsync");
        RandomAccess.FlushToDisk(file);
        CrashPoint.After("ledger-fsync");
    }

    public virtual void Cut(SafeFileHandle file, long length)
    {
        CrashPoint.Before("ledger-cut");
        RandomAccess.SetLength(file, length);
        CrashPoint.After("ledger-cut");
    }
}
