using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Asks to be told what happens. Needs an id: the events come under it.</summary>
public sealed record SubscribeRequest(ImmutableArray<SessionEvent> Events) : ControlRequest(VerbName)
{
    internal const string VerbName = "subscribe";

    public bool Equals(SubscribeRequest? other) => other is not null && Events.AsSpan().SequenceEqual(other.Events.AsSpan());

    public override int GetHashCode() => Events.Length;

    protected override void Write(JsonObject line) =>
        line["events"] = new JsonArray([.. Events.Select(name => (JsonNode?)JsonValue.Create(name.ToString().ToLowerInvariant()))]);
}

/// <summary>Tells what happens in the session, a line for each event, until <c>unsubscribe</c> or the end of the connection.</summary>
public sealed class SubscribeVerb() : Verb(
    SubscribeRequest.VerbName, "Tells what happens in the session as it happens: a line for each event, under the request's id, until unsubscribe.")
{
    public static SubscribeVerb Row { get; } = new();

    public override ImmutableArray<VerbField> Fields => [new("events", "a list of timeline, deliveries, snapshot, log")];

    public override bool IsCommand => false;

    public override ControlRequest Read(RequestReader reader)
    {
        var names = reader.Words("events");
        return names.Count > 0
            ? new SubscribeRequest([.. names.Select(Event).Distinct().Order()])
            : throw new ControlException("The request 'subscribe' needs 'events', a list of timeline, deliveries, snapshot, log.");
    }

    public override void Serve(ControlCall call, IRunningSession session)
    {
        if (call.Id is null)
        {
            call.Reply(new ControlReply(ReplyCode.Usage, "The request 'subscribe' needs an 'id': the events come under it."));
            return;
        }

        if (session.Engine is not { } engine)
        {
            call.Reply(new ControlReply(ReplyCode.Refused, $"{session.About}; it has no agents to tell of."));
            return;
        }

        Subscription subscription = new(call, ((SubscribeRequest)call.Request).Events);
        if (call.Connection.Keep(call, subscription) is { } sentence)
        {
            call.Reply(new ControlReply(ReplyCode.Refused, sentence));
            return;
        }

        // The answer first: the engine tells what has been at once.
        call.Reply(new ControlReply(ReplyCode.Done, "subscribed"));
        subscription.Begin(engine);
    }

    private static SessionEvent Event(string name) =>
        Enum.GetValues<SessionEvent>().Where(known => known.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)).Select(known => (SessionEvent?)known)
            .FirstOrDefault() ?? throw new ControlException($"'{name}' is no event; known are timeline, deliveries, snapshot, log.");
}
