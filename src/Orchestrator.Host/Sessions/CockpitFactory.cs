using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Core;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Clients;
using Orchestrator.Pty;
using Orchestrator.Tui;
using Orchestrator.Tui.Panes;
using Orchestrator.Tui.Setup;

namespace Orchestrator.Host.Sessions;

/// <summary>Makes the cockpit of a client, with the ways that it has to its session.</summary>
public sealed class CockpitFactory(EventLoop loop, TimeProvider time)
{
    public Cockpit ForPanes(AttachedClient client, Session session, IReadOnlyList<IPane> panes, TuiSettings settings) => new(
        Context(client, session) with
        {
            Layout = CockpitLayout.Panes,
            Settings = settings,
            Panes = () => panes,
        },
        client.Size);

    public Cockpit ForProject(AttachedClient client, Session session, ProjectRuntime runtime, Func<AgentRole, IPane?> pane, Func<IPane?> runPane) => new(
        Context(client, session) with
        {
            Engine = runtime.Engine,
            Setup = new SettingsSetup(runtime),
            Pane = pane,
            RunPane = runPane,
            Settings = runtime.Settings.Settings.Tui,
            ProjectName = Path.GetFileName(runtime.Project.Root),
        },
        client.Size);

    private CockpitContext Context(AttachedClient client, Session session) => new()
    {
        Detach = () => client.End(0, session.DetachedSentence),
        Quit = () => session.End(0, "The session has ended."),
        Post = action => loop.Post(() => client.Do(action)),
        Time = time,
        Colour = client.Colour,
    };
}

/// <summary>The setup panel's way to the settings files and to the engine.</summary>
internal sealed class SettingsSetup(ProjectRuntime runtime) : ISetup
{
    public Task<SetupState> LoadAsync(CancellationToken cancellationToken)
    {
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        ImmutableArray<ActorAvailability> actors = new ActorCatalog(runtime.Settings.Settings.Actors).LookUp(path, runtime.Project);
        return Task.FromResult(new SetupState(actors, runtime.Settings.Settings.Roles));
    }

    public async Task<CommandResult> SaveAndLaunchAsync(RoleChoices choices, LeftOverMail? leftOver, CancellationToken cancellationToken)
    {
        try
        {
            RolesFile.Save(runtime.Project, choices);
        }
        catch (Exception error) when (error is SettingsException or IOException or UnauthorizedAccessException)
        {
            return new CommandResult(false, error.Message);
        }

        return await runtime.Engine.LaunchAsync(choices, leftOver ?? runtime.Settings.Settings.Delivery.LeftOver, cancellationToken);
    }
}
