namespace Orchestrator.Core.Session;

/// <summary>Where a message of the user goes.</summary>
public enum Route
{
    PeerA,
    PeerB,
    Both,
}
