using System.Buffers.Binary;
using System.Text;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Tests;

/// <summary>A client with a terminal of its own, a real PTY, and the screen that this terminal would show.</summary>
internal sealed class AttachedTerminal : IDisposable
{
    private readonly HostConnection _host;
    private readonly WireFrameReader _frames = new();
    private readonly Screen _screen;
    private readonly int _master;

    private AttachedTerminal(HostConnection host, Screen screen, int master)
    {
        _host = host;
        _master = master;
        _screen = screen;
    }

    /// <summary>Every byte that the host wrote to the terminal.</summary>
    public List<byte> Written { get; } = [];

    /// <summary>How the host said goodbye, or null.</summary>
    public (int ExitCode, string Sentence)? Bye { get; private set; }

    public static async Task<AttachedTerminal> Attach(SessionAddress address, TermSize size, string typedAhead = "", string colorFgBg = "")
    {
        // A large one takes seconds on a busy machine, and the host waits for a request only so long.
        Screen screen = new(size, new ScreenOptions());
        var host = HostConnection.TryConnect(address) ?? throw new InvalidOperationException("Nobody listens.");
        var master = PtyProcess.OpenMaster(size);
        var slave = OpenRawSlave(master);
        Descriptor.SetNonBlocking(master, nonBlocking: false);
        AttachedTerminal terminal = new(host, screen, master);
        await terminal.Type(typedAhead);
        Dictionary<string, string> environment = new() { ["TERM"] = "xterm-256color", ["COLORFGBG"] = colorFgBg };
        var reply = await Task.Run(() => host.Ask(new AttachRequest(size, environment), slave, slave));
        Assert.True(reply.Ok, reply.Text);
        Descriptor.Close(slave); // only the host has it now: when it lets go, the master reads an end
        await terminal.Resize(size);
        return terminal;
    }

    public Task Type(string keys)
    {
        Assert.Equal(keys.Length, Descriptor.Write(_master, Encoding.UTF8.GetBytes(keys)));
        return Task.CompletedTask;
    }

    public async Task Resize(TermSize size)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(payload, (ushort)size.Columns);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(2), (ushort)size.Rows);
        _screen.Resize(size);
        await Send(WireFrameType.Resize, payload);
    }

    /// <summary>Takes the terminal back for a while; returns when the host has let go of it and what it drew before is read.</summary>
    public async Task Hold()
    {
        await Send(WireFrameType.Hold, []);
        var answer = new byte[WireFrame.HeaderLength];
        await _host.Socket.ReceiveAsync(answer.AsMemory()).AsTask().WaitAsync(LoopOfTest.Patience);
        Assert.Equal((byte)WireFrameType.Hold, answer[0]);
        while (BytesWaiting() > 0)
        {
            await ReadTerminal();
        }
    }

    /// <summary>Bytes that were drawn and are not read.</summary>
    public int BytesWaiting()
    {
        Descriptor.SetNonBlocking(_master);
        var buffer = new byte[4096];
        var count = Descriptor.Read(_master, buffer);
        _screen.Feed(buffer.AsSpan(0, Math.Max(0, count)));
        Descriptor.SetNonBlocking(_master, nonBlocking: false);
        return count;
    }

    public async Task Send(WireFrameType type, byte[] payload)
    {
        var frame = new byte[WireFrame.HeaderLength + payload.Length];
        WireFrame.WriteHeader(frame, type, payload.Length);
        payload.CopyTo(frame.AsSpan(WireFrame.HeaderLength));
        await _host.Socket.SendAsync(frame.AsMemory()).AsTask().WaitAsync(LoopOfTest.Patience);
    }

    /// <summary>Reads what is drawn until the screen shows the text.</summary>
    public async Task Until(string text)
    {
        while (!Shows(text))
        {
            if (await ReadTerminal() is null)
            {
                await ReadGoodbye();
                throw new InvalidOperationException($"The host let go of the terminal ({Bye}) before it showed: {text}");
            }
        }
    }

    /// <summary>Reads what is drawn until the terminal was sent these bytes.</summary>
    public async Task UntilWritten(string bytes)
    {
        while (!Encoding.Latin1.GetString([.. Written]).Contains(bytes, StringComparison.Ordinal))
        {
            Assert.NotNull(await ReadTerminal());
        }
    }

    public bool Shows(string text) => Enumerable.Range(0, _screen.Size.Rows).Any(row => _screen.RowText(row).Contains(text, StringComparison.Ordinal));

    /// <summary>Reads until the host has let go of the terminal and hung up.</summary>
    public async Task<(int ExitCode, string Sentence)> UntilEnd()
    {
        await DrawnUntilEnd();
        await ReadGoodbye();
        return Bye ?? throw new InvalidOperationException("The host hung up without a goodbye.");
    }

    /// <summary>What is still drawn until the host lets go of the terminal.</summary>
    public async Task<string> DrawnUntilEnd()
    {
        var drawn = new StringBuilder();
        while (await ReadTerminal() is { } text)
        {
            drawn.Append(text);
        }

        return drawn.ToString();
    }

    /// <summary>Ends the connection without a word, as a client that was killed.</summary>
    public void HangUp() => _host.Dispose();

    public void Dispose()
    {
        _host.Dispose();
        Descriptor.Close(_master);
    }

    // Null at the end.
    private async Task<string?> ReadTerminal()
    {
        var buffer = new byte[16 * 1024];
        var count = await Task.Run(() => Descriptor.Read(_master, buffer)).WaitAsync(LoopOfTest.Patience);
        if (count <= 0)
        {
            return null;
        }

        _screen.Feed(buffer.AsSpan(0, count));
        Written.AddRange(buffer.AsSpan(0, count));
        return Encoding.Latin1.GetString(buffer, 0, count);
    }

    private async Task ReadGoodbye()
    {
        int count;
        do
        {
            var buffer = new byte[_frames.Free.Length];
            count = await _host.Socket.ReceiveAsync(buffer.AsMemory()).AsTask().WaitAsync(LoopOfTest.Patience);
            buffer.AsSpan(0, count).CopyTo(_frames.Free);
            _frames.Filled(count, (_, payload) => Bye = WireFrame.ReadBye(payload));
        }
        while (count > 0);
    }

    private static unsafe int OpenRawSlave(int master)
    {
        const int NameSize = 128;
        var name = stackalloc byte[NameSize];
        Assert.Equal(0, LibC.PtyName(master, name, NameSize));
        var slave = LibC.Open(name, Platform.OpenReadWrite | Platform.OpenNoControllingTty | Platform.OpenCloseOnExec);
        var termios = stackalloc byte[LibC.OpaqueSize];
        Assert.Equal(0, LibC.GetAttributes(slave, termios));
        LibC.MakeRaw(termios);
        Assert.Equal(0, LibC.SetAttributes(slave, Platform.SetAttributesNow, termios));
        return slave;
    }
}
