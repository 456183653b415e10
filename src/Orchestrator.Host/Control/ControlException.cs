namespace Orchestrator.Host.Control;

/// <summary>A session cannot be reached or refuses; the message is a sentence for the user.</summary>
public sealed class ControlException : Exception
{
    public ControlException(string message)
        : base(message)
    {
    }

    public ControlException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
