using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Tui.Panes;
using Orchestrator.Tui.Setup;

namespace Orchestrator.Tui;

/// <summary>What a cockpit needs from its host.</summary>
public sealed record CockpitContext
{
    public CockpitLayout Layout { get; init; } = CockpitLayout.Session;

    /// <summary>Needed by <see cref="CockpitLayout.Session"/>, unused by <see cref="CockpitLayout.Panes"/>.</summary>
    public IEngine? Engine { get; init; }

    /// <summary>Needed by <see cref="CockpitLayout.Session"/> in <see cref="SessionPhase.Setup"/>.</summary>
    public ISetup? Setup { get; init; }

    /// <summary>The pane of an agent, null while it has none.</summary>
    public Func<AgentRole, IPane?> Pane { get; init; } = static _ => null;

    /// <summary>The pane of the run of Aux or the Foreman that is shown, or null.</summary>
    public Func<IPane?> RunPane { get; init; } = static () => null;

    /// <summary>The panes of <see cref="CockpitLayout.Panes"/>, at least one.</summary>
    public Func<IReadOnlyList<IPane>> Panes { get; init; } = static () => [];

    public TuiSettings Settings { get; init; } = new();

    /// <summary>Lets this client go; the session keeps running.</summary>
    public required Action Detach { get; init; }

    /// <summary>Ends the session, the agents included. The user has been asked.</summary>
    public required Action Quit { get; init; }

    /// <summary>Runs an action later on the event loop: how answers of the engine come back. What the action throws is the host's to catch.</summary>
    public required Action<Action> Post { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string ProjectName { get; init; } = "";

    /// <summary>False (<c>NO_COLOR</c>) leaves bold, inverse and marks.</summary>
    public bool Colour { get; init; } = true;
}
