namespace Orchestrator.Core.Ledger;

/// <summary>Something in the ledger that could not be read or had to be cut off.</summary>
/// <param name="Line">Counted from 1; 0 for the whole file.</param>
/// <param name="Sentence">For the user.</param>
public sealed record LedgerFault(string File, long Line, string Sentence);
