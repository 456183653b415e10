using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Core.Session;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Mail from the user.</summary>
public sealed record SendRequest(Route Route, string Text, SendOptions Options) : ControlRequest(VerbName)
{
    internal const string VerbName = "send";

    protected override void Write(JsonObject line)
    {
        line["route"] = Route switch
        {
            Route.PeerA => "a",
            Route.PeerB => "b",
            _ => "both",
        };
        line["text"] = Text;
        if (Options.Urgent)
        {
            line["urgent"] = true;
        }

        if (Options.TimeToLive is { } life)
        {
            line["ttl_ms"] = (long)life.TotalMilliseconds;
        }

        if (Options.ReplyTo is { } answered)
        {
            line["reply_to"] = answered;
        }

        if (Options.Key is { } key)
        {
            line["key"] = key;
        }
    }
}

/// <summary>Sends a message of the user.</summary>
public sealed class SendVerb() : EngineVerb<SendRequest>(
    SendRequest.VerbName, "Sends a message from you to an agent's inbox.", "agents to send to", "The message was not stored")
{
    // Milliseconds; nobody waits for mail longer than a year.
    private const long MostLife = 366L * 24 * 3600 * 1000;

    public static SendVerb Row { get; } = new();

    public override ImmutableArray<VerbField> Fields =>
    [
        new("route", "a, b or both"), new("text", "the message"),
        new("urgent", "true: it is announced before all other mail", Optional: true),
        new("ttl_ms", "milliseconds, at most a year: taken back when it was not read by then", Optional: true),
        new("reply_to", "the message that it answers", Optional: true),
        new("key", "your own name for it: sent again under it, it is not stored twice", Optional: true),
    ];

    public override string Data => "a list: the ids of the messages";

    public override ControlRequest Read(RequestReader reader) => new SendRequest(
        ControlRequest.ParseRoute(reader.TextOrNull("route")),
        reader.Text("text"),
        new SendOptions(
            reader.Flag("urgent"),
            reader.LongOrNull("ttl_ms", 1, MostLife) is { } life ? TimeSpan.FromMilliseconds(life) : null,
            reader.TextOrNull("reply_to"),
            reader.TextOrNull("key")));

    protected override async Task<ControlReply> AnswerAsync(IEngine engine, SendRequest request) =>
        Reply(await engine.SendAsync(request.Route, request.Text, request.Options, CancellationToken.None));
}
