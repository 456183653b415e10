namespace Orchestrator.Core.Settings;

/// <summary>Which actor plays which role. PeerB null (in the file: empty or <c>none</c>) is single-peer mode.</summary>
public sealed record RoleChoices(string? PeerA, string? PeerB, string? Aux, string? Foreman)
{
    public bool SinglePeer => PeerB is null;
}
