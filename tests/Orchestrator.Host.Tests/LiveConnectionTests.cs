using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Host.Tests;

/// <summary>Connections on which requests have ids: they live on, and are answered as the answers come.</summary>
public sealed class LiveConnectionTests
{
    private readonly List<TaskCompletionSource<ControlReply>> _slow = [];

    [Fact]
    public async Task A_request_with_an_id_is_answered_under_it_and_the_connection_stays()
    {
        await using var socket = await ServedSocket.Start(Requested);
        using LineClient client = new(socket.Address);
        foreach (var id in new[] { "1", "\"two\"", "3.5" })
        {
            await client.Send("{\"verb\":\"status\",\"id\":" + id + "}\n");
            Assert.Equal("{\"id\":" + id + ",\"exit\":0,\"text\":\"fine\"}", (await client.Read())!.ToJsonString());
        }

        await client.Send("{\"verb\":\"status\"}\n");
        Assert.Equal("{\"exit\":0,\"text\":\"fine\"}", (await client.Read())!.ToJsonString());
        Assert.Null(await client.Read());
    }

    [Fact]
    public async Task Requests_that_come_in_one_piece_are_all_answered()
    {
        await using var socket = await ServedSocket.Start(Requested);
        using LineClient client = new(socket.Address);
        await client.Send(string.Concat(Enumerable.Range(0, 500).Select(id => "{\"id\":" + id + ",\"verb\":\"status\"}\n")));
        for (var id = 0; id < 500; id++)
        {
            Assert.Equal(id, (await client.Read())!["id"]!.GetValue<int>());
        }
    }

    [Fact]
    public async Task Answers_come_as_they_are_ready_not_as_they_were_asked()
    {
        await using var socket = await ServedSocket.Start(Requested);
        using LineClient client = new(socket.Address);
        await client.Send("{\"verb\":\"aux\",\"text\":\"x\",\"id\":1}\n{\"verb\":\"aux\",\"text\":\"x\",\"id\":2}\n{\"verb\":\"status\",\"id\":3}\n");
        Assert.Equal(3, (await client.Read())!["id"]!.GetValue<int>());
        _slow[1].SetResult(new ControlReply(0, "second"));
        Assert.Equal("{\"id\":2,\"exit\":0,\"text\":\"second\"}", (await client.Read())!.ToJsonString());
        _slow[0].SetException(new InvalidOperationException("broken"));
        Assert.Equal("{\"id\":1,\"exit\":1,\"text\":\"No answer: broken\"}", (await client.Read())!.ToJsonString());
    }

    [Fact]
    public async Task More_requests_than_may_be_under_way_are_refused_and_the_others_are_answered()
    {
        await using var socket = await ServedSocket.Start(Requested);
        using LineClient client = new(socket.Address);
        await client.Send(string.Concat(Enumerable.Range(1, OpenCalls.MostRequests + 1).Select(id => "{\"verb\":\"aux\",\"text\":\"x\",\"id\":" + id + "}\n")));
        var refused = (await client.Read())!;
        Assert.Equal((OpenCalls.MostRequests + 1, ReplyCode.Refused), (refused["id"]!.GetValue<int>(), refused["exit"]!.GetValue<int>()));
        Assert.Contains("wait for an answer", refused["text"]!.GetValue<string>(), StringComparison.Ordinal);
        _slow[6].SetResult(new ControlReply(0, "seventh"));
        Assert.Equal(7, (await client.Read())!["id"]!.GetValue<int>());
        await client.Send("{\"verb\":\"status\",\"id\":\"again\"}\n");
        Assert.Equal("fine", (await client.Read())!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_id_that_is_under_way_is_refused_and_its_first_request_is_answered()
    {
        await using var socket = await ServedSocket.Start(Requested);
        using LineClient client = new(socket.Address);
        await client.Send("{\"verb\":\"aux\",\"text\":\"x\",\"id\":1}\n{\"verb\":\"status\",\"id\":1}\n");
        Assert.Contains("give each its own", (await client.Read())!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        _slow[0].SetResult(new ControlReply(0, "first"));
        Assert.Equal("first", (await client.Read())!["text"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("{\"id\":1,\"verb\":\"staus\"}", "did you mean status?", 2)]
    [InlineData("{\"id\":1,\"verb\":\"aux\"}", "'aux' needs 'text'", 2)]
    [InlineData("{\"id\":1,\"verb\":\"detach\"}", "failed to serve", 1)]
    public async Task A_request_that_cannot_be_served_leaves_the_connection_to_the_others(string line, string said, int exit)
    {
        await using var socket = await ServedSocket.Start(Requested);
        using LineClient client = new(socket.Address);
        await client.Send(line + "\n{\"id\":1,\"verb\":\"status\"}\n");
        var refused = (await client.Read())!;
        Assert.Equal((1, exit), (refused["id"]!.GetValue<int>(), refused["exit"]!.GetValue<int>()));
        Assert.Contains(said, refused["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("fine", (await client.Read())!["text"]!.GetValue<string>());
        Assert.False(socket.Loop.HasFault);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{\"verb\":\"status\",\"id\":[1]}")]
    [InlineData("{\"verb\":\"status\",\"id\":true}")]
    public async Task What_is_no_request_ends_the_connection_with_a_sentence(string line)
    {
        await using var socket = await ServedSocket.Start(Requested);
        using LineClient client = new(socket.Address);
        await client.Send("{\"verb\":\"status\",\"id\":1}\n" + line + "\n");
        Assert.Equal("fine", (await client.Read())!["text"]!.GetValue<string>());
        Assert.Equal(2, (await client.Read())!["exit"]!.GetValue<int>());
        Assert.Null(await client.Read());
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused_on_a_connection_that_lives_too()
    {
        await using var socket = await ServedSocket.Start(Requested);
        using RawClient client = new(socket.Address);
        await client.Send("{\"verb\":\"status\",\"id\":1}\n");
        var piece = new byte[64 * 1024];
        Array.Fill(piece, (byte)'x');
        for (var sent = 0; sent < ControlRequest.MaxLine; sent += piece.Length)
        {
            await client.Send(piece);
        }

        await client.Send("x");
        Assert.Contains("longer than", await client.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_request_is_followed_by_a_short_one()
    {
        await using var socket = await ServedSocket.Start(Requested);
        using LineClient client = new(socket.Address);
        var text = new string('x', 1 << 20);
        await client.Send("{\"verb\":\"send\",\"route\":\"a\",\"id\":1,\"text\":\"" + text + "\"}\n{\"verb\":\"status\",\"id\":2}\n");
        Assert.Equal("1048576", (await client.Read())!["text"]!.GetValue<string>());
        Assert.Equal("fine", (await client.Read())!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_answer_for_a_client_that_has_gone_is_nobodys_and_no_fault()
    {
        await using var socket = await ServedSocket.Start(Requested);
        using (LineClient client = new(socket.Address))
        {
            await client.Send("{\"verb\":\"aux\",\"text\":\"x\",\"id\":1}\n{\"verb\":\"status\",\"id\":2}\n");
            Assert.NotNull(await client.Read());
        }

        while (await socket.Loop.On(() => socket.Server.Connections.Count) > 0)
        {
        }

        _slow[0].SetResult(new ControlReply(0, "late"));
        await socket.Loop.Settle();
        Assert.False(socket.Loop.HasFault);
    }

    [Fact]
    public async Task A_cockpit_needs_a_connection_without_other_requests()
    {
        await using var socket = await ServedSocket.Start(Requested);
        using LineClient client = new(socket.Address);
        await client.Send("{\"verb\":\"aux\",\"text\":\"x\",\"id\":1}\n{\"verb\":\"attach\",\"columns\":80,\"rows\":24,\"id\":2}\n");
        Assert.Contains("a connection of its own", (await client.Read())!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        await client.Send("{\"verb\":\"status\",\"id\":3}\n");
        Assert.Equal("fine", (await client.Read())!["text"]!.GetValue<string>());
    }

    private void Requested(ControlCall call)
    {
        switch (call.Request)
        {
            case StatusRequest:
                call.Reply(new ControlReply(0, "fine"));
                break;
            case SendRequest send:
                call.Reply(new ControlReply(0, send.Text.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                break;
            case AuxRequest:
                TaskCompletionSource<ControlReply> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _slow.Add(answer);
                call.ReplyWith(() => answer.Task, "No answer");
                break;
            default:
                throw new InvalidOperationException("a fault of the session");
        }
    }
}
