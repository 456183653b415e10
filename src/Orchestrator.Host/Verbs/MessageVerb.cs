using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Core.Session;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Asks about messages, or for something to be done with one.</summary>
/// <param name="Id">A message's id or how it begins; null with <see cref="MessageOrder.List"/>.</param>
public sealed record MessageRequest(MessageOrder Order, string? Id) : ControlRequest(VerbName)
{
    internal const string VerbName = "message";

    protected override void Write(JsonObject line)
    {
        line["do"] = Order.ToString().ToLowerInvariant();
        // Not `id`: that is the request's own.
        line["message"] = Id;
    }
}

/// <summary>Tells what became of messages, sends one again, takes one back.</summary>
public sealed class MessageVerb() : EngineVerb<MessageRequest>(
    MessageRequest.VerbName, "Shows what became of each message, sends one again, or takes one back.", "agents and no mail", "The messages could not be looked at")
{
    public static MessageVerb Row { get; } = new();

    public override ImmutableArray<VerbField> Fields =>
        [new("do", "list, show, retry or cancel"), new("message", "the message's id, or how it begins; not with list", Optional: true)];

    public override string Data => "a list with list, an object with show, the ids of what was sent with retry";

    /// <summary>What the shell's help says of one of its orders.</summary>
    public static string HelpOf(MessageOrder order) => order switch
    {
        MessageOrder.List => "Lists messages with their states, the newest last.",
        MessageOrder.Show => "Shows one message: each step with its time, and the text.",
        MessageOrder.Retry => "Announces a message again, or sends one again that was held or taken back.",
        _ => "Takes a message out of its inbox, if its agent has not read it.",
    };

    // Clients that know of no ids of requests say `id` for it.
    public override ControlRequest Read(RequestReader reader) =>
        new MessageRequest(reader.Choice<MessageOrder>("do"), reader.TextOrNull("message") ?? reader.TextOrNull("id"));

    protected override async Task<ControlReply> AnswerAsync(IEngine engine, MessageRequest request)
    {
        if (request.Order == MessageOrder.List)
        {
            return new ControlReply(ReplyCode.Done, "", MessageJson.Of(await engine.MessagesAsync(CancellationToken.None)));
        }

        if (string.IsNullOrEmpty(request.Id))
        {
            return new ControlReply(ReplyCode.Usage, "Say which message: give its id.");
        }

        return request.Order switch
        {
            MessageOrder.Show => MessageJson.Reply(request.Id, await engine.FindMessagesAsync(request.Id, CancellationToken.None)),
            MessageOrder.Retry => Reply(await engine.RetryMessageAsync(request.Id, CancellationToken.None)),
            _ => Reply(await engine.CancelMessageAsync(request.Id, CancellationToken.None)),
        };
    }
}
