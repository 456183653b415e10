namespace Orchestrator.Core.Session;

public enum SessionPhase
{
    /// <summary>Waiting for the setup panel (or <c>run --launch</c>) to choose the agents.</summary>
    Setup,
    Running,
    Stopping,
}
