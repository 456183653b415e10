using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Answer the prompt that an agent shows.</summary>
/// <param name="Prompt">The prompt that is meant, or null for whichever there is.</param>
public sealed record AnswerRequest(AgentRole Role, PromptAnswer What, string? Prompt) : ControlRequest(VerbName)
{
    internal const string VerbName = "answer";

    protected override void Write(JsonObject line)
    {
        line["role"] = Role.Label();
        line["answer"] = What.ToString();
        line["prompt"] = Prompt;
    }
}

/// <summary>Answers the prompt that an agent shows.</summary>
public sealed class AnswerVerb() : EngineVerb<AnswerRequest>(
    AnswerRequest.VerbName, "Answers the prompt that an agent shows.", "agents", "The prompt could not be answered")
{
    public static AnswerVerb Row { get; } = new();

    public override ImmutableArray<VerbField> Fields =>
    [
        new("role", "peerA or peerB"), new("answer", "approve, deny, or a number from 1 to 99"),
        new("prompt", "the prompt that is meant, as status names it; with another one on the screen nothing is typed", Optional: true),
    ];

    public override ControlRequest Read(RequestReader reader) => new AnswerRequest(
        ControlRequest.ParseRole(reader.TextOrNull("role")), ControlRequest.ParseAnswer(reader.TextOrNull("answer")), reader.TextOrNull("prompt"));

    protected override async Task<ControlReply> AnswerAsync(IEngine engine, AnswerRequest request) =>
        Reply(await engine.AnswerPromptAsync(request.Role, request.What, request.Prompt, CancellationToken.None));
}
