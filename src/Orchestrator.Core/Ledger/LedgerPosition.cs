namespace Orchestrator.Core.Ledger;

/// <summary>A place between two records.</summary>
/// <param name="Part">The part's number; the current one has the number that it will be closed under.</param>
/// <param name="Offset">Bytes from its beginning, before compression.</param>
internal readonly record struct LedgerPosition(long Part, long Offset) : IComparable<LedgerPosition>
{
    public static readonly LedgerPosition Beginning = new(0, 0);

    public int CompareTo(LedgerPosition other) => (Part, Offset).CompareTo((other.Part, other.Offset));
}
