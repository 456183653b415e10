using System.Buffers.Binary;
using System.Net.Sockets;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Tests;

/// <summary>A client's side of the socket with the screen that its terminal would show.</summary>
internal sealed class AttachedTerminal : IDisposable
{
    private readonly HostConnection _host;
    private readonly FrameReader _frames = new();
    private readonly Screen _screen;

    private AttachedTerminal(HostConnection host, TermSize size)
    {
        _host = host;
        _screen = new Screen(size, new ScreenOptions());
    }

    /// <summary>How the host said goodbye, or null.</summary>
    public (int ExitCode, string Sentence)? Bye { get; private set; }

    public static async Task<AttachedTerminal> Attach(SessionAddress address, TermSize size)
    {
        HostConnection host = HostConnection.TryConnect(address) ?? throw new InvalidOperationException("Nobody listens.");
        ControlReply reply = await Task.Run(() => host.Ask(new ControlRequest.Attach(size, new Dictionary<string, string> { ["TERM"] = "xterm-256color" })));
        Assert.True(reply.Ok, reply.Text);
        return new AttachedTerminal(host, size);
    }

    public Task Type(string keys) => Send(FrameType.Input, System.Text.Encoding.UTF8.GetBytes(keys));

    public async Task Resize(TermSize size)
    {
        byte[] payload = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(payload, (ushort)size.Columns);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(2), (ushort)size.Rows);
        _screen.Resize(size);
        await Send(FrameType.Resize, payload);
    }

    public async Task Send(FrameType type, byte[] payload)
    {
        byte[] frame = new byte[Frame.HeaderLength + payload.Length];
        Frame.WriteHeader(frame, type, payload.Length);
        payload.CopyTo(frame.AsSpan(Frame.HeaderLength));
        await _host.Socket.SendAsync(frame.AsMemory()).AsTask().WaitAsync(LoopOfTest.Patience);
    }

    /// <summary>Reads frames until the screen shows the text.</summary>
    public Task Until(string text) => Until(() => Enumerable.Range(0, _screen.Size.Rows).Any(row => _screen.RowText(row).Contains(text, StringComparison.Ordinal)), text);

    /// <summary>Reads frames until the host has hung up.</summary>
    public async Task<(int ExitCode, string Sentence)> UntilEnd()
    {
        while (await Read())
        {
        }

        return Bye ?? throw new InvalidOperationException("The host hung up without a goodbye.");
    }

    public void Dispose() => _host.Dispose();

    private async Task Until(Func<bool> condition, string what)
    {
        while (!condition())
        {
            if (!await Read())
            {
                throw new InvalidOperationException($"The host hung up ({Bye}) before it showed: {what}");
            }
        }
    }

    private async Task<bool> Read()
    {
        byte[] buffer = new byte[_frames.Free.Length];
        int count = await _host.Socket.ReceiveAsync(buffer.AsMemory()).AsTask().WaitAsync(LoopOfTest.Patience);
        buffer.AsSpan(0, count).CopyTo(_frames.Free);
        _frames.Filled(count, (type, payload) =>
        {
            if (type == FrameType.Output)
            {
                _screen.Feed(payload);
            }
            else
            {
                Bye = Frame.ReadBye(payload);
            }
        });
        return count > 0;
    }
}
