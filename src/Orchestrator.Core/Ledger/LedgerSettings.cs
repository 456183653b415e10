namespace Orchestrator.Core.Ledger;

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

/// <summary>Something in the ledger that could not be read or had to be cut off.</summary>
/// <param name="Line">Counted from 1; 0 for the whole file.</param>
/// <param name="Sentence">For the user.</param>
public sealed record LedgerFault(string File, long Line, string Sentence);

/// <summary>A place between two records.</summary>
/// <param name="Part">The part's number; the current one has the number that it will be closed under.</param>
/// <param name="Offset">Bytes from its beginning, before compression.</param>
internal readonly record struct LedgerPosition(long Part, long Offset) : IComparable<LedgerPosition>
{
    public static readonly LedgerPosition Beginning = new(0, 0);

    public int CompareTo(LedgerPosition other) => (Part, Offset).CompareTo((other.Part, other.Offset));
}
