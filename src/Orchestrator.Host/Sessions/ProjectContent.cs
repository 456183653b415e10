using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Pty;
using Orchestrator.Tui;

namespace Orchestrator.Host.Sessions;

/// <summary>The session of a project: its engine's news go to the cockpits, its agents' panes are drawn in them.</summary>
public sealed class ProjectContent : ISessionContent
{
    private readonly EventLoop _loop;
    private readonly ProjectRuntime _runtime;
    private readonly SessionClients _clients;
    private readonly CockpitFactory _cockpits;

    public ProjectContent(EventLoop loop, ProjectRuntime runtime, SessionClients clients, CockpitFactory cockpits, ILogger logger)
    {
        _loop = loop;
        _runtime = runtime;
        _clients = clients;
        _cockpits = cockpits;
        runtime.Panes.Changed += (_, pane) => clients.PaneChanged(pane);
        runtime.Panes.Judged += clients.PaneJudged;
        runtime.Runs.Changed += clients.PaneChanged;
        _ = runtime.Engine.Observe(new Attention(Settings.Attention, (role, text) => loop.Post(() => clients.TellAttention(role.Label(), text, Settings.Attention)), logger));
        runtime.Runs.ShownChanged += () => clients.TellAll(cockpit => cockpit.RunPaneChanged());
    }

    public TuiSettings Settings => _runtime.Settings.Settings.Tui;

    public string Name => Path.GetFileName(_runtime.Project.Root);

    public Cockpit MakeCockpit(AttachedClient client, Session session)
    {
        var cockpit = _cockpits.ForProject(
            client,
            session,
            _runtime,
            role => _runtime.Panes.Find(role) is { } pane ? _clients.View(client, pane, role.Label()) : null,
            () => _runtime.Runs.Shown is { } run ? _clients.View(client, run.Pane, run.Title) : null);
        // A new observer is told what happened so far; its cockpit hears it on the loop's next turns.
        var observing = _runtime.Engine.Observe(new ClientNews(_loop, client));
        client.Ended += _ => observing.Dispose();
        return cockpit;
    }

    public string DetachedSentence => "Detached; the agents keep running. `cccc attach` comes back, `cccc kill` ends them.";

    public IEngine Engine => _runtime.Engine;

    public string About => $"This is the session of {_runtime.Project.Root}";

    public JsonNode Status()
    {
        var status = SnapshotJson.Of(_runtime.Engine.Snapshot);
        status.Insert(0, "project", _runtime.Project.Root);
        status["clients"] = _clients.Count;
        status["host_process"] = Environment.ProcessId;
        return status;
    }

    public Task StopAsync() => _runtime.StopAsync();

    /// <summary>Carries the engine's news over to the event loop, for one client.</summary>
    private sealed class ClientNews(EventLoop loop, AttachedClient client) : IEngineObserver
    {
        public void SnapshotChanged(EngineSnapshot snapshot) => loop.Post(() => client.Tell(cockpit => cockpit.SnapshotChanged(snapshot)));

        public void TimelineAppended(TimelineEntry entry) => loop.Post(() => client.Tell(cockpit => cockpit.TimelineAppended(entry)));

        public void DeliveryChanged(MessageLife delivery) => loop.Post(() => client.Tell(cockpit => cockpit.DeliveryChanged(delivery)));

        public void Logged(LogLine line) => loop.Post(() => client.Tell(cockpit => cockpit.Logged(line)));
    }
}
