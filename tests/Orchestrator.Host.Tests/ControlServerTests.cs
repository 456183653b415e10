using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Tests;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Host.Tests;

/// <summary>The session's socket, with clients of every kind on it.</summary>
public sealed class ControlServerTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cccc-test-").FullName;
    private readonly ManualTimeProvider _clock = new();
    private readonly LoopOfTest _loop;
    private readonly SessionAddress _address;
    private readonly TaskCompletionSource<ControlConnection> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ControlServer _server = null!;

    public ControlServerTests()
    {
        _loop = new LoopOfTest(_clock);
        _address = SessionAddress.OfName("test", name => name == "XDG_RUNTIME_DIR" ? _folder : null);
    }

    public async ValueTask InitializeAsync() => await Listen();

    public async ValueTask DisposeAsync()
    {
        await _loop.On(_server.Dispose);
        _loop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_request_is_answered_and_the_connection_closed()
    {
        using RawClient client = new(_address);
        await client.Send("{\"verb\":\"status\"}\n");
        Assert.Equal("{\"exit\":0,\"text\":\"fine\"}\n", await client.ReadToEnd());
        await Others();
    }

    [Fact]
    public async Task A_request_that_comes_byte_by_byte_is_understood()
    {
        using RawClient client = new(_address);
        foreach (var c in "{\"verb\":\"status\"}\n")
        {
            await client.Send(c.ToString());
            await _loop.Settle();
        }

        Assert.Contains("fine", await client.ReadToEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\u0001\u0002 garbage \u0003\n")]
    [InlineData("null\n")]
    [InlineData("[[[[\n")]
    public async Task Garbage_is_refused_with_a_sentence_and_nobody_else_notices(string garbage)
    {
        using RawClient client = new(_address);
        await client.Send(garbage);
        var reply = ControlReply.Parse(Encoding.UTF8.GetBytes((await client.ReadToEnd()).TrimEnd('\n')));
        Assert.Equal(2, reply.ExitCode);
        Assert.NotEqual("", reply.Text);
        await Others();
    }

    [Fact]
    public async Task A_line_without_an_end_is_refused_when_it_is_too_long()
    {
        using RawClient client = new(_address);
        var piece = new byte[64 * 1024];
        Array.Fill(piece, (byte)'x');
        for (var sent = 0; sent < ControlRequest.MaxLine; sent += piece.Length)
        {
            await client.Send(piece);
        }

        // One byte more than is allowed, and none behind it: the host closes while nothing of ours is under way.
        await client.Send([(byte)'x']);
        Assert.Contains("longer than", await client.ReadToEnd(), StringComparison.Ordinal);
        await Others();
    }

    [Fact]
    public async Task A_client_that_goes_in_the_middle_of_its_request_leaves_nothing_behind()
    {
        using (RawClient client = new(_address))
        {
            await client.Send("{\"verb\":");
            await UntilConnections(1);
        }

        await UntilConnections(0);
        await Others();
    }

    [Fact]
    public async Task Who_connects_and_asks_nothing_is_sent_away()
    {
        using RawClient client = new(_address);
        await UntilConnections(1);
        _clock.Advance(ControlConnection.RequestPatience + TimeSpan.FromSeconds(1));
        Assert.Equal("", await client.ReadToEnd());
        await UntilConnections(0);
    }

    [Fact]
    public async Task More_connections_than_a_script_could_need_are_refused_and_the_first_still_work()
    {
        List<RawClient> many = [];
        for (var i = 0; i < 70; i++)
        {
            many.Add(new RawClient(_address));
        }

        await UntilConnections(64);
        await many[0].Send("{\"verb\":\"status\"}\n");
        Assert.Contains("fine", await many[0].ReadToEnd(), StringComparison.Ordinal);
        many.ForEach(client => client.Dispose());
        await UntilConnections(0);
        await Others();
    }

    [Fact]
    public async Task A_frame_that_is_none_ends_the_client_with_a_goodbye_frame()
    {
        using RawClient client = new(_address);
        var connection = await Attach(client);
        await _loop.On(() => connection.FrameReceived = (_, _) => { });
        await client.Send([(byte)'i', 0xff, 0xff, 0xff, 0x7f]);
        var rest = await client.ReadBytesToEnd();
        Assert.Equal((byte)WireFrameType.Bye, rest[0]);
        (var exitCode, var sentence) = WireFrame.ReadBye(rest.AsSpan(WireFrame.HeaderLength));
        Assert.Equal(2, exitCode);
        Assert.Contains("frame", sentence, StringComparison.Ordinal);
        await Others();
    }

    [Fact]
    public async Task A_fault_in_serving_a_request_ends_that_connection_with_a_sentence()
    {
        using RawClient client = new(_address);
        await client.Send("{\"verb\":\"detach\"}\n");
        Assert.Contains("failed to serve", await client.ReadToEnd(), StringComparison.Ordinal);
        Assert.False(_loop.HasFault);
        await Others();
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_busy_and_then_closed_and_never_blocks_the_loop()
    {
        using RawClient client = new(_address);
        var connection = await Attach(client);
        var frame = new byte[512 * 1024];
        var sent = 0;
        while (!await _loop.On(() => connection.IsClosed))
        {
            await _loop.On(() => connection.Send(frame));
            Assert.True(++sent < 100, "the queue has no bound");
        }

        Assert.InRange(sent, 8, 40);
        await Others();
    }

    [Fact]
    public async Task What_was_not_taken_yet_is_told_and_so_is_its_end()
    {
        using RawClient client = new(_address);
        var connection = await Attach(client);
        var frame = new byte[2 << 20];
        Assert.True(await _loop.On(() =>
        {
            connection.Send(frame);
            return connection.IsBusy;
        }));
        await client.ReadExactly(frame.Length);
        while (await _loop.On(() => connection.IsBusy))
        {
        }
    }

    [Fact]
    public async Task The_socket_is_the_users_alone_and_goes_with_the_server()
    {
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_address.SocketPath));
        await _loop.On(_server.Dispose);
        Assert.False(Path.Exists(_address.SocketPath));
    }

    [Fact]
    public async Task A_socket_that_a_dead_host_left_is_replaced()
    {
        using (Socket dead = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await _loop.On(_server.Dispose);
            dead.Bind(new UnixDomainSocketEndPoint(_address.SocketPath + "x"));
            File.Move(_address.SocketPath + "x", _address.SocketPath);
        }

        Assert.True(Path.Exists(_address.SocketPath));
        await Listen();
        await Others();
    }

    [Fact]
    public async Task A_folder_in_the_sockets_place_is_a_sentence_with_its_path()
    {
        await _loop.On(_server.Dispose);
        Directory.CreateDirectory(_address.SocketPath);
        var error = await Assert.ThrowsAsync<ControlException>(Listen);
        Assert.Contains(_address.SocketPath, error.Message, StringComparison.Ordinal);
    }

    private Task Listen() => _loop.On(() => _server = ControlServer.Listen(_loop.Loop, _address, SessionVerbs.Table, NullLogger.Instance, Requested));

    private void Requested(ControlCall call)
    {
        switch (call.Request)
        {
            case StatusRequest:
                call.Reply(new ControlReply(0, "fine"));
                break;
            case AttachRequest:
                _attached.TrySetResult(call.Connection);
                break;
            default:
                throw new InvalidOperationException("a fault of the session");
        }
    }

    private async Task<ControlConnection> Attach(RawClient client)
    {
        await client.Send("{\"verb\":\"attach\",\"columns\":80,\"rows\":24}\n");
        return await _loop.Wait(_attached.Task);
    }

    // Other clients are served as if nothing had been.
    private async Task Others()
    {
        using RawClient other = new(_address);
        await other.Send("{\"verb\":\"status\"}\n");
        Assert.Contains("fine", await other.ReadToEnd(), StringComparison.Ordinal);
        Assert.False(_loop.HasFault);
    }

    // Each turn of the loop accepts or closes; the number follows within a few.
    private async Task UntilConnections(int count)
    {
        for (var turn = 0; await _loop.On(() => _server.Connections.Count) != count; turn++)
        {
            Assert.True(turn < 100_000, $"There never were {count} connections.");
        }
    }
}
