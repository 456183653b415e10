namespace Orchestrator.Core.Ledger;

/// <summary>A record is not on disk, so what it announces must not be done. The message is a sentence for the user.</summary>
public sealed class LedgerException : Exception
{
    public LedgerException()
    {
    }

    public LedgerException(string message)
        : base(message)
    {
    }

    public LedgerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
