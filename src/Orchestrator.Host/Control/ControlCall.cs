using Microsoft.Extensions.Logging;
using Orchestrator.Pty;

namespace Orchestrator.Host.Control;

/// <summary>One request on a connection, from its line to its answer. Lives on the event loop.</summary>
public sealed class ControlCall
{
    private readonly EventLoop _loop;
    private readonly ILogger _logger;

    internal ControlCall(ControlConnection connection, Verb verb, ControlRequest request, EventLoop loop, ILogger logger)
    {
        Connection = connection;
        Verb = verb;
        Request = request;
        _loop = loop;
        _logger = logger;
    }

    public ControlConnection Connection { get; }

    public Verb Verb { get; }

    public ControlRequest Request { get; }

    /// <summary>Answers, and closes the connection once the answer has gone.</summary>
    public void Reply(ControlReply reply) => Connection.Reply(reply);

    /// <summary>Answers with what the work gives, on the event loop, when it gives it.</summary>
    /// <param name="work">Begun at once.</param>
    /// <param name="trouble">What a fault of it means, a sentence without its end.</param>
    public void ReplyWith(Func<Task<ControlReply>> work, string trouble) => _ = ReplyWithAsync(work, trouble);

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

        _loop.Post(() => Reply(reply));
    }
}
