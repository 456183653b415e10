using System.Collections.Immutable;

namespace Orchestrator.Core.Settings;

/// <summary>All settings of a session, read from the layers shipped &lt; user &lt; project &lt; environment &lt; command line.</summary>
public sealed record SessionSettings(
    RoleChoices Roles,
    ImmutableArray<ActorDefinition> Actors,
    DeliverySettings Delivery,
    TuiSettings Tui)
{
    public LedgerSettings Ledger { get; init; } = new();

    public HandOffFilterSettings HandOffFilter { get; init; } = new();

    public RhythmSettings Rhythm { get; init; } = new();

    public RunSettings Runs { get; init; } = new();
}
