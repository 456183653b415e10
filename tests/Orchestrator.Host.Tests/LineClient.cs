using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Tests;

/// <summary>A program that keeps its connection to a session's socket, and reads an answer or an event a line.</summary>
internal sealed class LineClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly StreamReader _reader;

    public LineClient(SessionAddress address)
    {
        _socket.Connect(new UnixDomainSocketEndPoint(address.SocketPath));
        _reader = new StreamReader(new NetworkStream(_socket), Encoding.UTF8);
    }

    public async Task Send(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent)).AsTask().WaitAsync(LoopOfTest.Patience);
        }
    }

    /// <summary>The next line; null at the end of the connection.</summary>
    public async Task<JsonObject?> Read() =>
        await _reader.ReadLineAsync().WaitAsync(LoopOfTest.Patience) is { } line ? JsonNode.Parse(line)!.AsObject() : null;

    /// <summary>Reads on until a line is as wanted.</summary>
    public async Task<JsonObject> Until(Func<JsonObject, bool> wanted)
    {
        while (await Read() is { } line)
        {
            if (wanted(line))
            {
                return line;
            }
        }

        throw new InvalidOperationException("The connection ended before the line came.");
    }

    public void Dispose()
    {
        _reader.Dispose();
        _socket.Dispose();
    }
}
