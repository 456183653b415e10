using System.Text.Json.Nodes;
using Orchestrator.Core.Session;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>A verb that asks the engine. In a session without agents it is refused.</summary>
/// <param name="lack">What such a session has not, after <c>it has no</c>.</param>
/// <param name="trouble">What a fault means, a sentence without its end.</param>
public abstract class EngineVerb<TRequest>(string name, string help, string lack, string trouble) : Verb(name, help)
    where TRequest : ControlRequest
{
    public sealed override void Serve(ControlCall call, IRunningSession session)
    {
        if (session.Engine is not { } engine)
        {
            call.Reply(new ControlReply(ReplyCode.Refused, $"{session.About}; it has no {lack}."));
            return;
        }

        call.ReplyWith(() => AnswerAsync(engine, (TRequest)call.Request), trouble);
    }

    /// <summary>Not cancelled by the end of the connection: what was asked is done.</summary>
    protected abstract Task<ControlReply> AnswerAsync(IEngine engine, TRequest request);

    /// <summary>The engine's answer as a reply, with the ids of the messages that it made.</summary>
    protected static ControlReply Reply(CommandResult result)
    {
        var ids = result.MessageIds.IsDefaultOrEmpty ? null : new JsonArray([.. result.MessageIds.Select(id => (JsonNode?)JsonValue.Create(id))]);
        return new ControlReply(result.Ok ? ReplyCode.Done : ReplyCode.Refused, result.Text, ids);
    }
}
