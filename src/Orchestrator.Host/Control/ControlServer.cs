using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orchestrator.Pty;

namespace Orchestrator.Host.Control;

/// <summary>The session's unix socket: accepts connections of the same user and hands each over as a <see cref="ControlConnection"/>. Lives on the event loop.</summary>
public sealed class ControlServer : IDisposable
{
    // Connections that are open at the same time; a runaway script must not take all descriptors.
    private const int MaxConnections = 64;

    private static readonly TimeSpan AcceptPause = TimeSpan.FromSeconds(1);

    private readonly EventLoop _loop;
    private readonly ILogger _logger;
    private readonly VerbTable _verbs;
    private readonly Action<ControlCall> _requested;
    private readonly Socket _listener;
    private readonly string _path;
    private readonly FdWatch _watch;
    private readonly LoopTimer _again;
    private readonly HashSet<ControlConnection> _connections = [];

    private ControlServer(EventLoop loop, Socket listener, string path, VerbTable verbs, ILogger logger, Action<ControlCall> requested)
    {
        _loop = loop;
        _listener = listener;
        _path = path;
        _logger = logger;
        _verbs = verbs;
        _requested = requested;
        _watch = loop.Watch((int)listener.SafeHandle.DangerousGetHandle(), Accept);
        _again = loop.CreateTimer(() => _watch.WantRead = true);
    }

    /// <summary>
    /// Listens at the address. Called by the holder of the session's lock only: a socket file that stands there is of a dead host and is replaced.
    /// </summary>
    /// <exception cref="ControlException">The socket cannot be made.</exception>
    public static ControlServer Listen(EventLoop loop, SessionAddress address, VerbTable verbs, ILogger logger, Action<ControlCall> requested)
    {
        address.EnsureRuntimeFolder();
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(address.SocketPath);
            listener.Bind(new UnixDomainSocketEndPoint(address.SocketPath));
            File.SetUnixFileMode(address.SocketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen(MaxConnections);
            listener.Blocking = false;
            return new ControlServer(loop, listener, address.SocketPath, verbs, logger, requested);
        }
        catch (Exception error) when (error is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            listener.Dispose();
            throw new ControlException($"The session's socket {address.SocketPath} cannot be made ({error.Message}); set XDG_RUNTIME_DIR to a folder of your own.", error);
        }
    }

    public IReadOnlyCollection<ControlConnection> Connections => _connections;

    public void Dispose()
    {
        _again.Dispose();
        _watch.Dispose();
        _listener.Dispose();
        foreach (var connection in _connections.ToArray())
        {
            connection.Close();
        }

        try
        {
            File.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _logger.LogWarning(error, "The socket {Path} could not be removed.", _path);
        }
    }

    private void Accept()
    {
        Socket socket;
        try
        {
            socket = _listener.Accept();
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.Interrupted or SocketError.ConnectionAborted)
        {
            return;
        }
        catch (SocketException error)
        {
            // Most likely out of descriptors: who knocks keeps waiting, and asking again at once would be a busy loop.
            _logger.LogWarning(
                error, "A connection could not be accepted; who knocks waits and is asked in again every second. With too many open files (`ulimit -n`) this ends when some are closed.");
            _watch.WantRead = false;
            _again.Set(AcceptPause);
            return;
        }

        if (!PeerCredentials.IsSameUser(socket) || _connections.Count >= MaxConnections)
        {
            _logger.LogWarning("A connection was refused: {Reason}.", _connections.Count >= MaxConnections ? "too many are open" : "it is another user's");
            socket.Dispose();
            return;
        }

        socket.Blocking = false;
        ControlConnection connection = new(_loop, socket, _verbs, _logger);
        _connections.Add(connection);
        connection.Requested = _requested;
        connection.Closed += () => _connections.Remove(connection);
    }
}
