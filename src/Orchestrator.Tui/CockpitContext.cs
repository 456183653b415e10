using System.Collections.Immutable;
using Orchestrator.Core;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Settings;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Tui;

/// <summary>What a cockpit shows.</summary>
public enum CockpitLayout
{
    /// <summary>Console and log on the left, the agents' panes on the right; before launch the setup panel.</summary>
    Session,

    /// <summary>One pane on the whole screen, or several in a grid, with a one-line status bar: <c>cccc pane -- COMMAND</c>.</summary>
    Panes,
}

/// <summary>A program's terminal, as a cockpit shows it and types into it. Used on the event loop only.</summary>
public interface IPane
{
    /// <summary>What the pane is called where no agent has it (the command, or the title that the program set). Untrusted.</summary>
    string Title { get; }

    Screen Screen { get; }

    bool IsAlive { get; }

    /// <summary>How the program ended (<c>exit code 1</c>), or null while it runs.</summary>
    string? ExitText { get; }

    /// <summary>What is wrong with a program that runs, after its name (<c>does not read its input</c>), or null.</summary>
    string? Trouble => null;

    /// <summary>True while the program rewrites its screen (DECSET 2026): what was drawn before stays until it is done.</summary>
    bool IsHeld => false;

    /// <summary>The program rang its bell and nobody has been here since.</summary>
    bool HasRung => false;

    /// <summary>What the program wants its user to know where there is no timeline for it, clean; null for nothing.</summary>
    string? Notice => null;

    /// <summary>The user has come to this pane: its marks go.</summary>
    void Seen()
    {
    }

    /// <summary>Bytes for the program, copied before this returns.</summary>
    /// <param name="bytes">As the program's modes want them.</param>
    /// <param name="fromHuman">True for what a human typed, pasted or clicked: mail to this agent then waits for a moment.</param>
    void Write(ReadOnlySpan<byte> bytes, bool fromHuman);

    /// <summary>Gives the program's terminal a new size.</summary>
    void Resize(TermSize size);
}

/// <summary>What the setup panel starts from.</summary>
/// <param name="Actors">Every actor of <c>agents.yaml</c>, in its order.</param>
/// <param name="Choices">The choices that are in the settings now.</param>
public sealed record SetupState(ImmutableArray<ActorAvailability> Actors, RoleChoices Choices);

/// <summary>The setup panel's way to the settings and to the launch.</summary>
public interface ISetup
{
    Task<SetupState> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Saves the choices to the project's settings, then launches. A result that is not <c>Ok</c> is shown in the panel, which stays.</summary>
    /// <param name="leftOver">What the user has decided about mail of an earlier run, or null: the settings decide, or the answer has <see cref="CommandResult.LeftOver"/>.</param>
    Task<CommandResult> SaveAndLaunchAsync(RoleChoices choices, LeftOverMail? leftOver, CancellationToken cancellationToken);
}

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
