using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Orchestrator.Pty;

namespace Orchestrator.Host.Control;

/// <summary>One request on a connection, from its line to its answer. Lives on the event loop.</summary>
public sealed class ControlCall
{
    /// <summary>Characters that an id may have, as JSON.</summary>
    private const int MaxId = 100;

    private readonly ILogger _logger;

    internal ControlCall(ControlConnection connection, JsonNode? id, Verb verb, ControlRequest request, EventLoop loop, ILogger logger)
    {
        Connection = connection;
        Id = id;
        Verb = verb;
        Request = request;
        Loop = loop;
        _logger = logger;
    }

    public ControlConnection Connection { get; }

    /// <summary>The request's own name, a string or a number: its answer has it too, and the connection stays. Null: the connection ends with the answer.</summary>
    public JsonNode? Id { get; }

    public Verb Verb { get; }

    public ControlRequest Request { get; }

    public EventLoop Loop { get; }

    /// <summary>Answers. Without an id the connection is closed once the answer has gone.</summary>
    public void Reply(ControlReply reply)
    {
        if (Id is null)
        {
            Connection.Reply(reply);
            return;
        }

        Connection.Answered(this);
        Say(reply);
    }

    /// <summary>Answers, and leaves the connection open, whatever comes on it next.</summary>
    public void Say(ControlReply reply) => Connection.Send(reply.ToLine(Id));

    /// <summary>Answers with what the work gives, on the event loop, when it gives it.</summary>
    /// <param name="work">Begun at once.</param>
    /// <param name="trouble">What a fault of it means, a sentence without its end.</param>
    public void ReplyWith(Func<Task<ControlReply>> work, string trouble) => _ = ReplyWithAsync(work, trouble);

    /// <summary>The id of a line.</summary>
    /// <exception cref="ControlException">It is neither a string nor a number, or too long.</exception>
    internal static JsonNode? IdOf(JsonObject line)
    {
        JsonNode? id;
        try
        {
            id = line["id"];
        }
        catch (ArgumentException error)
        {
            throw new ControlException("The request has the same name twice: " + error.Message, error);
        }

        return id is null || (id.GetValueKind() is JsonValueKind.String or JsonValueKind.Number && Key(id).Length <= MaxId)
            ? id?.DeepClone()
            : throw new ControlException($"The request's 'id' must be a string or a number of at most {MaxId} characters.");
    }

    /// <summary>Ids that are the same have the same key.</summary>
    internal static string Key(JsonNode id) => id.ToJsonString();

    private async Task ReplyWithAsync(Func<Task<ControlReply>> work, string trouble)
    {
        ControlReply reply;
        try
        {
            reply = await work();
        }
        catch (Exception error)
        {
            _logger.LogError(error, "{Trouble}.", trouble);
            reply = new ControlReply(ReplyCode.Failed, $"{trouble}: {error.Message}");
        }

        Loop.Post(() => Reply(reply));
    }
}
