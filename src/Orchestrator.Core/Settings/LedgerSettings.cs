namespace Orchestrator.Core.Settings;

/// <summary>How much of the ledger is kept.</summary>
public sealed record LedgerSettings
{
    /// <summary>Bytes after which a part is closed, compressed, and a new one begun.</summary>
    public long PartBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Closed parts that are kept beside the current one.</summary>
    public int KeepParts { get; init; } = 20;

    /// <summary>Bytes of records after which what they come to is saved, so that a start need not read them.</summary>
    public long SnapshotBytes { get; init; } = 1024 * 1024;
}
