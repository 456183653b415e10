namespace Orchestrator.Core.Mail;

/// <summary>Mail could not be stored or read. The message is a sentence for the user: what happened, to which file, what to do.</summary>
public sealed class MailboxException : Exception
{
    public MailboxException()
    {
    }

    public MailboxException(string message)
        : base(message)
    {
    }

    public MailboxException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
