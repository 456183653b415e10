namespace Orchestrator.Core.Session;

/// <summary>What can be asked of the Foreman.</summary>
public enum ForemanOrder
{
    Status,
    On,
    Off,
    Now,
}
