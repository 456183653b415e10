using System.Collections.Immutable;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Tui.Setup;

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
