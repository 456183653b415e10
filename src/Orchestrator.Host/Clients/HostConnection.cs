using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Host.Control;
using Orchestrator.Pty;

namespace Orchestrator.Host.Clients;

/// <summary>A connection to a session's host, client side: one question, one answer; an attached one goes on with frames.</summary>
public sealed class HostConnection : IDisposable
{
    private HostConnection(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    /// <summary>Connects, or gives null when no host listens there (no socket, or one that a dead host left).</summary>
    /// <exception cref="ControlException">The socket is there and cannot be used.</exception>
    public static HostConnection? TryConnect(SessionAddress address)
    {
        address.RequireFittingPath();
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address.SocketPath));
            return new HostConnection(socket);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            // ENOENT comes as AddressNotAvailable, ECONNREFUSED as ConnectionRefused.
            return error.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.ConnectionRefused
                ? null
                : throw new ControlException($"The session's socket {address.SocketPath} cannot be used ({WhyNot(address, error)}); set XDG_RUNTIME_DIR to a folder of your own.", error);
        }
    }

    // Most of what a path can have wrong is an unknown error to sockets.
    private static string WhyNot(SessionAddress address, SocketException error) =>
        File.Exists(address.RuntimeFolder) ? $"{address.RuntimeFolder} is a file, not a folder"
        : error.SocketErrorCode == SocketError.AccessDenied ? "permission denied"
        : error.Message;

    /// <summary>Sends a request and reads the one-line answer.</summary>
    /// <param name="handedOver">Descriptors that go with it: an attaching client's terminal, to read from and to write to.</param>
    /// <exception cref="ControlException">The host ended the connection or answered nonsense.</exception>
    public ControlReply Ask(ControlRequest request, params ReadOnlySpan<int> handedOver)
    {
        var question = Encoding.UTF8.GetBytes(request.ToLine());
        if (question.Length > ControlRequest.MaxLine)
        {
            throw new ControlException(string.Create(
                CultureInfo.InvariantCulture, $"The text makes a request of {question.Length:N0} bytes; {ControlRequest.MaxLine:N0} can be sent. Put it into a file, and send its name."));
        }

        try
        {
            SendQuestion(question, handedOver);
            List<byte> line = [];
            Span<byte> one = stackalloc byte[1];
            // Byte by byte: what follows the answer on an attached connection is frames, and belongs to their reader.
            while (Socket.Receive(one) == 1)
            {
                if (one[0] == (byte)'\n')
                {
                    return ControlReply.Parse(line.ToArray());
                }

                line.Add(one[0]);
            }
        }
        catch (Exception error) when (error is SocketException or PtyException)
        {
            throw new ControlException($"The host ended the connection ({error.Message}); its log may say why.", error);
        }

        throw new ControlException("The host ended the connection without an answer; its log may say why.");
    }

    // The descriptors go with the first byte; the rest, however long, as any bytes.
    private void SendQuestion(byte[] question, ReadOnlySpan<int> handedOver)
    {
        var first = 0;
        if (!handedOver.IsEmpty)
        {
            first = 1;
            DescriptorPassing.Send((int)Socket.SafeHandle.DangerousGetHandle(), question.AsSpan(0, first), handedOver);
        }

        Socket.Send(question.AsSpan(first));
    }

    public void Dispose() => Socket.Dispose();
}
