using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;

namespace Orchestrator.Host.Control;

/// <summary>What a session is doing as JSON: what <c>cccc status --json</c> prints of it.</summary>
public static class SnapshotJson
{
    public static JsonObject Of(EngineSnapshot snapshot) => new()
    {
        ["phase"] = snapshot.Phase.ToString().ToLowerInvariant(),
        ["mode"] = snapshot.SinglePeer ? "single-peer" : "dual-peer",
        ["paused"] = snapshot.Paused,
        ["agents"] = new JsonArray([.. snapshot.Agents.Select(Agent)]),
        ["timers"] = new JsonArray([.. snapshot.Timers.Select(Timer)]),
        ["hand_offs"] = snapshot.HandOffs,
        ["runs"] = new JsonArray([.. snapshot.Runs.Select(run => (JsonNode?)new JsonObject
        {
            ["kind"] = run.Kind.ToString().ToLowerInvariant(),
            ["id"] = run.Id,
            ["actor"] = run.ActorId,
            ["since"] = Time(run.StartedAt),
            ["limit"] = Time(run.Limit),
        })]),
        ["aux"] = snapshot.AuxActor,
        ["foreman"] = snapshot.ForemanActor,
    };

    /// <summary>To the second, with the zone.</summary>
    public static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

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
}
