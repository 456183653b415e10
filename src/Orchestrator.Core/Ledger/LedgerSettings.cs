namespace Orchestrator.Core.Ledger;

/// <summary>How much of the ledger is kept.</summary>
public sealed record LedgerSettings
{
    /// <summary>Bytes after which a part is closed and a new one begun.</summary>
    public long PartBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Closed parts that are kept beside the current one.</summary>
    public int KeepParts { get; init; } = 4;
}

/// <summary>Something in the ledger that could not be read or had to be cut off.</summary>
/// <param name="Line">Counted from 1; 0 for the whole file.</param>
/// <param name="Sentence">For the user.</param>
public sealed record LedgerFault(string File, long Line, string Sentence);
