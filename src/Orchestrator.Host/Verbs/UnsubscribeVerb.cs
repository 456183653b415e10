using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Asks for the end of a subscription.</summary>
/// <param name="Of">The id of the request that began it, as JSON.</param>
public sealed record UnsubscribeRequest(string Of) : ControlRequest(VerbName)
{
    internal const string VerbName = "unsubscribe";

    protected override void Write(JsonObject line) => line["of"] = JsonNode.Parse(Of);
}

/// <summary>Ends a subscription of the same connection.</summary>
public sealed class UnsubscribeVerb() : Verb(UnsubscribeRequest.VerbName, "Ends a subscription of the same connection.")
{
    public static UnsubscribeVerb Row { get; } = new();

    public override ImmutableArray<VerbField> Fields => [new("of", "the id of the subscribe request")];

    public override bool IsCommand => false;

    public override ControlRequest Read(RequestReader reader) => new UnsubscribeRequest(reader.Id("of"));

    public override void Serve(ControlCall call, IRunningSession session)
    {
        var of = ((UnsubscribeRequest)call.Request).Of;
        call.Reply(call.Connection.EndStream(of)
            ? new ControlReply(ReplyCode.Done, "unsubscribed")
            : new ControlReply(ReplyCode.Refused, $"No subscription {of} is open on this connection."));
    }
}
