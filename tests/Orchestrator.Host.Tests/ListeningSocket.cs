using System.Net.Sockets;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Tests;

/// <summary>A socket at a session's address with no host behind it.</summary>
internal sealed class ListeningSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public ListeningSocket(SessionAddress address)
    {
        address.EnsureRuntimeFolder();
        _socket.Bind(new UnixDomainSocketEndPoint(address.SocketPath));
        _socket.Listen(4);
    }

    public void AcceptAndClose() => _socket.Accept().Dispose();

    public void Dispose() => _socket.Dispose();
}
