using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Host.Panes;
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

    public JsonNode Status()
    {
        var snapshot = _runtime.Engine.Snapshot;
        return new JsonObject
        {
            ["project"] = _runtime.Project.Root,
            ["phase"] = snapshot.Phase.ToString().ToLowerInvariant(),
            ["mode"] = snapshot.SinglePeer ? "single-peer" : "dual-peer",
            ["paused"] = snapshot.Paused,
            ["agents"] = new JsonArray([.. snapshot.Agents.Select(Agent)]),
            ["timers"] = new JsonArray([.. snapshot.Timers.Select(Timer)]),
            ["hand_offs"] = snapshot.HandOffs,
            ["runs"] = new JsonArray([.. snapshot.Runs.Select(run => (JsonNode?)new JsonObject
            {
                ["kind"] = run.Kind.ToString().ToLowerInvariant(), ["id"] = run.Id, ["actor"] = run.ActorId, ["since"] = Time(run.StartedAt), ["limit"] = Time(run.Limit),
            })]),
            ["aux"] = snapshot.AuxActor,
            ["foreman"] = snapshot.ForemanActor,
            ["clients"] = _clients.Count,
            ["host_process"] = Environment.ProcessId,
        };
    }

    public async Task<ControlReply> SendAsync(Route route, string text, SendOptions options, CancellationToken cancellationToken) =>
        Reply(await _runtime.Engine.SendAsync(route, text, options, cancellationToken));

    public async Task<ControlReply> MessageAsync(MessageVerb verb, string? id, CancellationToken cancellationToken)
    {
        if (verb == MessageVerb.List)
        {
            return new ControlReply(0, "", MessageJson.Of(await _runtime.Engine.MessagesAsync(cancellationToken)));
        }

        if (string.IsNullOrEmpty(id))
        {
            return new ControlReply(2, "Say which message: give its id.");
        }

        return verb switch
        {
            MessageVerb.Show => MessageJson.Reply(id, await _runtime.Engine.FindMessagesAsync(id, cancellationToken)),
            MessageVerb.Retry => Reply(await _runtime.Engine.RetryMessageAsync(id, cancellationToken)),
            _ => Reply(await _runtime.Engine.CancelMessageAsync(id, cancellationToken)),
        };
    }

    public async Task<ControlReply> ForemanAsync(ForemanOrder order, CancellationToken cancellationToken) => Reply(await _runtime.Engine.ForemanAsync(order, cancellationToken));

    public async Task<ControlReply> AuxAsync(string text, string asker, CancellationToken cancellationToken)
    {
        var result = await _runtime.Engine.AuxAsync(text, asker, cancellationToken);
        return new ControlReply(result.Ok ? 0 : result.Refused ? 4 : 1, result.Text);
    }

    public async Task<ControlReply> ExplainAsync(AgentRole role, CancellationToken cancellationToken)
    {
        if (await _runtime.Engine.ExplainAsync(role, cancellationToken) is not { } explanation)
        {
            return new ControlReply(4, $"{role.Label()} is not launched.");
        }

        JsonObject data = new()
        {
            ["role"] = role.Label(),
            ["actor"] = explanation.Actor.Id,
            ["state"] = SettingsSchema.NameOf(explanation.State),
            ["since"] = Time(explanation.Since),
            ["draft"] = explanation.Judgement.Draft is not null,
            ["composer"] = explanation.Judgement.Composer is not null,
            ["title"] = explanation.Screen?.Title,
            ["state_report"] = explanation.Screen?.StateReport,
            ["screen"] = explanation.Screen is { } screen ? SavedScreen.Write(screen) : null,
        };
        return new ControlReply(0, string.Join('\n', ExplanationText.Of(explanation, TimeZoneInfo.Local)), data);
    }

    public async Task<ControlReply> AnswerPromptAsync(AgentRole role, PromptAnswer answer, string? promptId, CancellationToken cancellationToken) =>
        Reply(await _runtime.Engine.AnswerPromptAsync(role, answer, promptId, cancellationToken));

    public ControlReply Report(AgentRole role, string text)
    {
        _runtime.Engine.Post(new AgentHookReported(role, OuterText.Line(text, PanePolicy.MaxNotice)));
        return new ControlReply(0, "");
    }

    private static ControlReply Reply(CommandResult result)
    {
        var ids = result.MessageIds.IsDefaultOrEmpty ? null : new JsonArray([.. result.MessageIds.Select(id => (JsonNode?)JsonValue.Create(id))]);
        return new ControlReply(result.Ok ? 0 : 4, result.Text, ids);
    }

    public Task StopAsync() => _runtime.StopAsync();

    private static JsonObject Agent(AgentView agent) => new()
    {
        ["role"] = agent.Role.Label(),
        ["actor"] = agent.ActorId,
        ["state"] = SettingsSchema.NameOf(agent.State),
        ["since"] = Time(agent.StateSince),
        ["inbox"] = agent.InboxCount,
        ["processed"] = agent.ProcessedCount,
        ["waiting"] = agent.Waiting,
        ["process"] = agent.ProcessId,
        ["limited_until"] = agent.LimitedUntil is { } until ? Time(until) : null,
        ["prompt"] = agent.Prompt is { } prompt ? new JsonObject
        {
            ["id"] = prompt.Id,
            ["since"] = Time(prompt.Since),
            ["rows"] = new JsonArray([.. prompt.Rows.Select(row => (JsonNode?)JsonValue.Create(row))]),
            ["answers"] = new JsonArray([.. prompt.Answers.Select(answer => (JsonNode?)JsonValue.Create(answer))]),
        } : null,
    };

    private static JsonObject Timer(TimerView timer) => new()
    {
        ["name"] = timer.Name,
        ["role"] = timer.Role?.Label(),
        ["due"] = timer.Due is { } due ? Time(due) : null,
        ["what"] = timer.What,
    };

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Carries the engine's news over to the event loop, for one client.</summary>
    private sealed class ClientNews(EventLoop loop, AttachedClient client) : IEngineObserver
    {
        public void SnapshotChanged(EngineSnapshot snapshot) => loop.Post(() => client.Tell(cockpit => cockpit.SnapshotChanged(snapshot)));

        public void TimelineAppended(TimelineEntry entry) => loop.Post(() => client.Tell(cockpit => cockpit.TimelineAppended(entry)));

        public void DeliveryChanged(MessageLife delivery) => loop.Post(() => client.Tell(cockpit => cockpit.DeliveryChanged(delivery)));

        public void Logged(LogLine line) => loop.Post(() => client.Tell(cockpit => cockpit.Logged(line)));
    }
}
