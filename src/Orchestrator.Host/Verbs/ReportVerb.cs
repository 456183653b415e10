using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Host.Control;
using Orchestrator.Host.Panes;

namespace Orchestrator.Host.Verbs;

/// <summary>A hook of an agent's CLI says what it does.</summary>
public sealed record ReportRequest(AgentRole Role, string Text) : ControlRequest(VerbName)
{
    internal const string VerbName = "report";

    protected override void Write(JsonObject line)
    {
        line["role"] = Role.Label();
        line["text"] = Text;
    }
}

/// <summary>Takes the word of a hook.</summary>
public sealed class ReportVerb() : EngineVerb<ReportRequest>(
    ReportRequest.VerbName, "For hooks of an agent's CLI: says what it does.", "agents", "The report could not be taken")
{
    public static ReportVerb Row { get; } = new();

    public override ImmutableArray<VerbField> Fields =>
        [new("role", "peerA or peerB"), new("text", "what the rules with `where: hook` read, such as the name of the hook")];

    public override ControlRequest Read(RequestReader reader) => new ReportRequest(ControlRequest.ParseRole(reader.TextOrNull("role")), reader.Text("text"));

    protected override Task<ControlReply> AnswerAsync(IEngine engine, ReportRequest request)
    {
        engine.Post(new AgentHookReported(request.Role, OuterText.Line(request.Text, PanePolicy.MaxNotice)));
        return Task.FromResult(new ControlReply(ReplyCode.Done, ""));
    }
}
