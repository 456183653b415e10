namespace Orchestrator.Host.Control;

/// <summary>What can be asked about messages.</summary>
public enum MessageVerb
{
    List,
    Show,
    Retry,
    Cancel,
}
