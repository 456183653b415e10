using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Why an agent's state is what it is, and its screen.</summary>
public sealed record ExplainRequest(AgentRole Role) : ControlRequest(VerbName)
{
    internal const string VerbName = "explain";

    protected override void Write(JsonObject line) => line["role"] = Role.Label();
}

/// <summary>Tells why an agent's state is what it is.</summary>
public sealed class ExplainVerb() : EngineVerb<ExplainRequest>(
    ExplainRequest.VerbName, "Tells what an agent is doing by its screen, and which rule says so.", "agents", "The agent could not be looked at")
{
    public static ExplainVerb Row { get; } = new();

    public override ImmutableArray<VerbField> Fields => [new("role", "peerA or peerB")];

    public override string Data => "an object: the state, since when, and the screen";

    public override ControlRequest Read(RequestReader reader) => new ExplainRequest(ControlRequest.ParseRole(reader.TextOrNull("role")));

    protected override async Task<ControlReply> AnswerAsync(IEngine engine, ExplainRequest request)
    {
        if (await engine.ExplainAsync(request.Role, CancellationToken.None) is not { } explanation)
        {
            return new ControlReply(ReplyCode.Refused, $"{request.Role.Label()} is not launched.");
        }

        JsonObject data = new()
        {
            ["role"] = request.Role.Label(),
            ["actor"] = explanation.Actor.Id,
            ["state"] = SettingsSchema.NameOf(explanation.State),
            ["since"] = SnapshotJson.Time(explanation.Since),
            ["draft"] = explanation.Judgement.Draft is not null,
            ["composer"] = explanation.Judgement.Composer is not null,
            ["title"] = explanation.Screen?.Title,
            ["state_report"] = explanation.Screen?.StateReport,
            ["screen"] = explanation.Screen is { } screen ? SavedScreen.Write(screen) : null,
        };
        return new ControlReply(ReplyCode.Done, string.Join('\n', ExplanationText.Of(explanation, TimeZoneInfo.Local)), data);
    }
}
