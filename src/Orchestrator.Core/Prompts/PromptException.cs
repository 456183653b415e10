namespace Orchestrator.Core.Prompts;

/// <summary>A prompt cannot be made; the message is a sentence with file and line.</summary>
public sealed class PromptException : Exception
{
    public PromptException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
