namespace Orchestrator.Pty;

/// <summary>A terminal or process that could not be opened, started or set up. The message is a sentence for the user.</summary>
public sealed class PtyException : Exception
{
    public PtyException(string message)
        : base(message)
    {
    }

    public PtyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public PtyException()
    {
    }

    internal static PtyException FromErrno(string what, int errno) => new($"{what}: {Errno.Describe(errno)}.");
}
