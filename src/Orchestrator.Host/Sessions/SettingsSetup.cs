using Orchestrator.Core.Files;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Core.Settings.Loading;
using Orchestrator.Tui.Setup;

namespace Orchestrator.Host.Sessions;

/// <summary>The setup panel's way to the settings files and to the engine.</summary>
internal sealed class SettingsSetup(ProjectRuntime runtime) : ISetup
{
    public Task<SetupState> LoadAsync(CancellationToken cancellationToken)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        var actors = new ActorCatalog(runtime.Settings.Settings.Actors).LookUp(path, runtime.Project);
        return Task.FromResult(new SetupState(actors, runtime.Settings.Settings.Roles));
    }

    public async Task<CommandResult> SaveAndLaunchAsync(RoleChoices choices, LeftOverMail? leftOver, CancellationToken cancellationToken)
    {
        try
        {
            RolesFile.Save(runtime.Project, choices);
        }
        catch (Exception error) when (error is TextFileException or IOException or UnauthorizedAccessException)
        {
            return new CommandResult(false, error.Message);
        }

        return await runtime.Engine.LaunchAsync(choices, leftOver ?? runtime.Settings.Settings.Delivery.LeftOver, cancellationToken);
    }
}
