namespace Orchestrator.Core.Rules;

/// <summary>A prompt cannot be made; the message is a sentence with file and line.</summary>
public sealed class RuleTextException : Exception
{
    public RuleTextException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
