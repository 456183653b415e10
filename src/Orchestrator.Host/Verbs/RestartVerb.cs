using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Asks that agents are ended and started again.</summary>
/// <param name="Role">Null: all of them.</param>
public sealed record RestartRequest(AgentRole? Role) : ControlRequest(VerbName)
{
    internal const string VerbName = "restart";

    protected override void Write(JsonObject line) => line["role"] = Role?.Label();
}

/// <summary>Ends and starts agents again.</summary>
public sealed class RestartVerb() : EngineVerb<RestartRequest>(
    RestartRequest.VerbName, "Ends an agent and starts it again, or all of them.", "agents", "The agents could not be started again")
{
    public static RestartVerb Row { get; } = new();

    public override ImmutableArray<VerbField> Fields => [new("role", "peerA or peerB; without it all agents", Optional: true)];

    public override ControlRequest Read(RequestReader reader) =>
        new RestartRequest(reader.TextOrNull("role") is { } role ? ControlRequest.ParseRole(role) : null);

    protected override async Task<ControlReply> AnswerAsync(IEngine engine, RestartRequest request) =>
        Reply(await engine.RestartAsync(request.Role, CancellationToken.None));
}
