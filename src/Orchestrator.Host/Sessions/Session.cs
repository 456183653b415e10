using Microsoft.Extensions.Logging;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Pty;

namespace Orchestrator.Host.Sessions;

/// <summary>
/// A running session: the socket, the clients, and the content. Owned by the event loop; <see cref="Ended"/> completes when everything is over.
/// </summary>
public sealed class Session
{
    private const string HasEnded = "The agents and the host have ended.";

    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromMilliseconds(200);

    private readonly EventLoop _loop;
    private readonly ISessionContent _content;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ControlServer _server;
    private readonly List<ControlConnection> _killers = [];
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
        _server = ControlServer.Listen(loop, address, logger, Requested);
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

    private void Requested(ControlConnection connection, ControlRequest request)
    {
        switch (request)
        {
            case ControlRequest.Attach when _ending:
                connection.Reply(new ControlReply(3, "The session is ending."));
                break;
            case ControlRequest.Attach attach:
                Attach(connection, attach);
                break;
            case ControlRequest.Detach:
                var count = Clients.Count;
                Clients.EndAll(0, DetachedSentence);
                connection.Reply(new ControlReply(0, count == 0 ? "No client was attached." : $"Detached {count} client{(count == 1 ? "" : "s")}; the agents keep running."));
                break;
            case ControlRequest.Status:
                connection.Reply(new ControlReply(0, "", _content.Status()));
                break;
            case ControlRequest.Send send:
                _ = AnswerAsync(connection, () => _content.SendAsync(send.Route, send.Text, send.Options, CancellationToken.None), "The message was not stored");
                break;
            case ControlRequest.Message message:
                _ = AnswerAsync(connection, () => _content.MessageAsync(message.Verb, message.Id, CancellationToken.None), "The messages could not be looked at");
                break;
            case ControlRequest.Foreman foreman:
                _ = AnswerAsync(connection, () => _content.ForemanAsync(foreman.Order, CancellationToken.None), "The Foreman could not be asked");
                break;
            case ControlRequest.Aux aux:
                _ = AnswerAsync(connection, () => _content.AuxAsync(aux.Text, aux.Asker, CancellationToken.None), "Aux could not be asked");
                break;
            case ControlRequest.Explain explain:
                _ = AnswerAsync(connection, () => _content.ExplainAsync(explain.Role, CancellationToken.None), "The agent could not be looked at");
                break;
            case ControlRequest.Answer answer:
                _ = AnswerAsync(connection, () => _content.AnswerPromptAsync(answer.Role, answer.What, answer.Prompt, CancellationToken.None), "The prompt could not be answered");
                break;
            case ControlRequest.Report report:
                connection.Reply(_content.Report(report.Role, report.Text));
                break;
            case ControlRequest.Kill when _saidGoodbye:
                connection.Reply(new ControlReply(0, HasEnded));
                break;
            case ControlRequest.Kill:
                _killers.Add(connection);
                End(0, "The session was ended with `cccc kill`.");
                break;
            default:
                throw new ControlException($"The request {request.GetType().Name} is not served.");
        }
    }

    private void Attach(ControlConnection connection, ControlRequest.Attach request)
    {
        AttachedClient client = new(_loop, connection, request, me => _content.MakeCockpit(me, this), _content.Settings, _content.Name, _logger);
        connection.Send(new ControlReply(0, "attached").ToLine());
        Clients.Add(client);
    }

    private async Task AnswerAsync(ControlConnection connection, Func<Task<ControlReply>> ask, string trouble)
    {
        ControlReply reply;
        try
        {
            reply = await ask();
        }
        catch (Exception error)
        {
            _logger.LogError(error, "{Trouble}.", trouble);
            reply = new ControlReply(1, $"{trouble}: {error.Message}");
        }

        _loop.Post(() => connection.Reply(reply));
    }
}
