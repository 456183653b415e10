using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Clients;
using Orchestrator.Pty;
using Orchestrator.Tui;
using Orchestrator.Tui.Panes;

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
