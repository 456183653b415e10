using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Core.Session;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Run the helper; answered when it has ended.</summary>
/// <param name="Asker"><c>User</c>, <c>PeerA</c> or <c>PeerB</c>: for the records.</param>
public sealed record AuxRequest(string Text, string Asker) : ControlRequest(VerbName)
{
    internal const string VerbName = "aux";

    protected override void Write(JsonObject line)
    {
        line["text"] = Text;
        line["asker"] = Asker;
    }
}

/// <summary>Has the helper do one job.</summary>
public sealed class AuxVerb() : EngineVerb<AuxRequest>(
    AuxRequest.VerbName,
    "Has the helper do one job, waits for it and prints what it found. Exit codes: 0 done, 1 it failed, 4 refused.",
    "Aux",
    "Aux could not be asked")
{
    public static AuxVerb Row { get; } = new();

    public override ImmutableArray<VerbField> Fields =>
        [new("text", "what Aux shall do"), new("asker", "PeerA or PeerB when an agent asks, else the user does", Optional: true)];

    // The asker comes from outside: a name that is not known is no agent's.
    public override ControlRequest Read(RequestReader reader) =>
        new AuxRequest(reader.Text("text"), reader.TextOrNull("asker") is ("PeerA" or "PeerB") and var agent ? agent : "User");

    protected override async Task<ControlReply> AnswerAsync(IEngine engine, AuxRequest request)
    {
        var result = await engine.AuxAsync(request.Text, request.Asker, CancellationToken.None);
        return new ControlReply(result.Ok ? ReplyCode.Done : result.Refused ? ReplyCode.Refused : ReplyCode.Failed, result.Text);
    }
}
