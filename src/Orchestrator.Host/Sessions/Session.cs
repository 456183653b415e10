using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Session;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;
using Orchestrator.Pty;

namespace Orchestrator.Host.Sessions;

/// <summary>
/// A running session: the socket, the clients, and the content. Owned by the event loop; <see cref="Ended"/> completes when everything is over.
/// </summary>
public sealed class Session : IRunningSession
{
    private const string HasEnded = "The agents and the host have ended.";

    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromMilliseconds(200);

    private readonly EventLoop _loop;
    private readonly ISessionContent _content;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ControlServer _server;
    private readonly List<ControlCall> _killers = [];
    private bool _ending;
    private bool _saidGoodbye;

    /// <summary>Made on the event loop.</summary>
    /// <exception cref="ControlException">The socket cannot be made.</exception>
    public Session(EventLoop loop, SessionAddress address, SessionClients clients, ISessionContent content, ILogger logger)
    {
        _loop = loop;
        _content = content;
        _logger = logger;
        Clients = clients;
        clients.AllGone += () =>
        {
            if (EndsWithLastClient)
            {
                End(0, "");
            }
        };
        _server = ControlServer.Listen(loop, address, SessionVerbs.Table, logger, call => call.Verb.Serve(call, this));
    }

    public SessionClients Clients { get; }

    /// <summary>What a client says when it was detached.</summary>
    public string DetachedSentence => EndsWithLastClient && Clients.Count <= 1 ? "The session has ended." : _content.DetachedSentence;

    /// <summary>The session ends when its last client has gone (the demo).</summary>
    public bool EndsWithLastClient { get; init; }

    /// <summary>Completes with the exit code for the clients that were attached.</summary>
    public Task<int> Ended => _ended.Task;

    /// <summary>Ends the content, then the clients with the sentence, then the socket.</summary>
    public void End(int exitCode, string sentence)
    {
        if (_ending)
        {
            return;
        }

        _ending = true;
        _ = EndAsync(exitCode, sentence);
    }

    private async Task EndAsync(int exitCode, string sentence)
    {
        try
        {
            await _content.StopAsync();
        }
        catch (Exception error)
        {
            _logger.LogError(error, "The session did not end in order.");
            sentence = $"The session ended with a fault: {error.Message} The log has the details.";
            exitCode = 1;
        }

        _loop.Post(() => SayGoodbye(exitCode, sentence));
    }

    private void SayGoodbye(int exitCode, string sentence)
    {
        _saidGoodbye = true;
        try
        {
            _killers.ForEach(killer => killer.Reply(new ControlReply(0, HasEnded)));
            Clients.EndAll(exitCode, sentence);
        }
        finally
        {
            // The goodbyes leave on the next turns; the sockets close when they are out.
            _loop.Schedule(_server.Connections.Any(connection => connection.IsBusy) ? GoodbyePatience : TimeSpan.Zero, () => Close(exitCode));
        }
    }

    private void Close(int exitCode)
    {
        try
        {
            _server.Dispose();
        }
        finally
        {
            _ended.TrySetResult(exitCode);
        }
    }

    IEngine? IRunningSession.Engine => _content.Engine;

    string IRunningSession.About => _content.About;

    JsonNode IRunningSession.Status() => _content.Status();

    void IRunningSession.Attach(ControlCall call, AttachRequest request)
    {
        if (_ending)
        {
            call.Reply(new ControlReply(ReplyCode.NotRunning, "The session is ending."));
            return;
        }

        AttachedClient client = new(_loop, call.Connection, request, me => _content.MakeCockpit(me, this), _content.Settings, _content.Name, _logger);
        call.Say(new ControlReply(ReplyCode.Done, "attached"));
        Clients.Add(client);
    }

    ControlReply IRunningSession.Detach()
    {
        var count = Clients.Count;
        Clients.EndAll(0, DetachedSentence);
        return new ControlReply(ReplyCode.Done, count == 0 ? "No client was attached." : $"Detached {count} client{(count == 1 ? "" : "s")}; the agents keep running.");
    }

    void IRunningSession.Kill(ControlCall call)
    {
        if (_saidGoodbye)
        {
            call.Reply(new ControlReply(ReplyCode.Done, HasEnded));
            return;
        }

        _killers.Add(call);
        End(0, "The session was ended with `cccc kill`.");
    }
}
