namespace Orchestrator.Host.Control;

/// <summary>What can be asked about messages.</summary>
public enum MessageOrder
{
    List,
    Show,
    Retry,
    Cancel,
}
