using System.Net.Sockets;
using System.Text;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Tests;

/// <summary>Any program that connects to a session's socket and says what it likes.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public RawClient(SessionAddress address) => _socket.Connect(new UnixDomainSocketEndPoint(address.SocketPath));

    public Task Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    public async Task Send(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent)).AsTask().WaitAsync(LoopOfTest.Patience);
        }
    }

    public async Task ReadExactly(int count)
    {
        var buffer = new byte[64 * 1024];
        for (var read = 0; read < count;)
        {
            var piece = await _socket.ReceiveAsync(buffer.AsMemory()).AsTask().WaitAsync(LoopOfTest.Patience);
            Assert.True(piece > 0, "the connection ended");
            read += piece;
        }
    }

    public async Task<string> ReadToEnd() => Encoding.UTF8.GetString(await ReadBytesToEnd());

    public async Task<byte[]> ReadBytesToEnd()
    {
        using MemoryStream all = new();
        var buffer = new byte[4096];
        int count;
        while ((count = await ReceiveAsync(buffer)) > 0)
        {
            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }

    // Who hangs up with our words unread resets the connection: that is an end, too, and what it said before has been read.
    private async Task<int> ReceiveAsync(byte[] buffer)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer.AsMemory()).AsTask().WaitAsync(LoopOfTest.Patience);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }

    public void Dispose() => _socket.Dispose();
}
