using Orchestrator.Core.Session;
using Orchestrator.Host.Control;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Host.Tests;

/// <summary>Events under a request's id, over a real socket.</summary>
public sealed class SubscriptionTests
{
    private readonly ToldEngine _engine = new();

    [Fact]
    public async Task The_events_that_were_asked_for_come_under_the_id_in_their_order()
    {
        await using var socket = await ServedSocket.Start(call => call.Verb.Serve(call, _engine));
        using LineClient client = new(socket.Address);
        var observer = await Subscribe(socket, client, "\"s\"", "[\"timeline\",\"snapshot\"]");
        observer.SnapshotChanged(Snapshot(1));
        observer.TimelineAppended(Entry(7, "hello"));
        observer.Logged(new LogLine(DateTimeOffset.UnixEpoch, "info", "not asked for"));
        observer.SnapshotChanged(Snapshot(2));
        var first = (await client.Read())!;
        Assert.Equal(("s", "snapshot", 1), (first["id"]!.GetValue<string>(), first["event"]!.GetValue<string>(), first["data"]!["hand_offs"]!.GetValue<int>()));
        var second = (await client.Read())!;
        Assert.Equal(("s", "timeline"), (second["id"]!.GetValue<string>(), second["event"]!.GetValue<string>()));
        Assert.Equal(
            ["7", "1970-01-01T00:00:00.000+00:00", "user", "User", "hello", "m-1"],
            second["data"]!.AsObject().Select(field => field.Value!.ToString()));
        Assert.Equal(2, (await client.Read())!["data"]!["hand_offs"]!.GetValue<int>());
    }

    [Fact]
    public async Task Unsubscribe_ends_the_events_of_that_id_alone()
    {
        await using var socket = await ServedSocket.Start(call => call.Verb.Serve(call, _engine));
        using LineClient client = new(socket.Address);
        var first = await Subscribe(socket, client, "1", "[\"timeline\"]");
        var second = await Subscribe(socket, client, "2", "[\"timeline\"]");
        await client.Send("{\"verb\":\"unsubscribe\",\"id\":3,\"of\":1}\n");
        Assert.Equal("{\"id\":3,\"exit\":0,\"text\":\"unsubscribed\"}", (await client.Read())!.ToJsonString());
        Assert.Same(second, Assert.Single(_engine.Observers));
        first.TimelineAppended(Entry(1, "on its way when it ended"));
        second.TimelineAppended(Entry(2, "x"));
        Assert.Equal(2, (await client.Read())!["data"]!["entry"]!.GetValue<int>());
        await client.Send("{\"verb\":\"unsubscribe\",\"id\":3,\"of\":1}\n");
        Assert.Equal(ReplyCode.Refused, (await client.Read())!["exit"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_end_of_the_connection_ends_its_subscriptions()
    {
        await using var socket = await ServedSocket.Start(call => call.Verb.Serve(call, _engine));
        using (LineClient client = new(socket.Address))
        {
            await Subscribe(socket, client, "1", "[\"timeline\"]");
            await Subscribe(socket, client, "2", "[\"snapshot\"]");
        }

        while (await socket.Loop.On(() => _engine.Observers.Count) > 0)
        {
        }

        Assert.False(socket.Loop.HasFault);
    }

    [Fact]
    public async Task Who_reads_slowly_misses_events_is_told_how_many_and_goes_on()
    {
        await using var socket = await ServedSocket.Start(call => call.Verb.Serve(call, _engine));
        using LineClient client = new(socket.Address);
        var observer = await Subscribe(socket, client, "1", "[\"timeline\",\"snapshot\"]");
        const int Told = 400;
        var text = new string('x', 64 * 1024);
        for (var i = 1; i <= Told; i++)
        {
            observer.TimelineAppended(Entry(i, text));
            await socket.Loop.Settle();
        }

        observer.SnapshotChanged(Snapshot(42));
        await socket.Loop.Settle();
        Assert.InRange(await socket.Loop.On(() => socket.Server.Connections.Single().WaitingBytes), 1, Subscription.MostUnread + (128 * 1024));
        var entries = 0;
        var missed = 0;
        var line = await client.Until(line =>
        {
            entries += line["event"]!.GetValue<string>() == "timeline" ? 1 : 0;
            missed += line["event"]!.GetValue<string>() == "missed" ? line["data"]!["count"]!.GetValue<int>() : 0;
            return line["event"]!.GetValue<string>() == "snapshot";
        });
        Assert.Equal(42, line["data"]!["hand_offs"]!.GetValue<int>());
        Assert.True(missed > 0, "nothing was missed");
        Assert.Equal(Told + 1, entries + missed);
        observer.TimelineAppended(Entry(Told + 1, "after it"));
        Assert.Equal("after it", (await client.Read())!["data"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_last_snapshot_that_is_told_is_the_newest_whatever_was_missed()
    {
        await using var socket = await ServedSocket.Start(call => call.Verb.Serve(call, _engine));
        using LineClient client = new(socket.Address);
        var observer = await Subscribe(socket, client, "1", "[\"snapshot\",\"timeline\"]");
        using (await Hold(socket))
        {
            for (var i = 1; i <= Subscription.MostOnTheirWay + 5; i++)
            {
                observer.SnapshotChanged(Snapshot(i));
            }
        }

        await socket.Loop.Settle();
        observer.TimelineAppended(Entry(1, "the end"));
        var told = new List<int>();
        await client.Until(line =>
        {
            if (line["event"]!.GetValue<string>() == "snapshot")
            {
                told.Add(line["data"]!["hand_offs"]!.GetValue<int>());
            }

            return line["event"]!.GetValue<string>() == "timeline";
        });
        Assert.Equal(Subscription.MostOnTheirWay + 5, told[^1]);
        Assert.Equal(told.Order(), told);
    }

    [Fact]
    public async Task An_engine_that_tells_more_than_the_socket_can_take_is_not_held_up()
    {
        await using var socket = await ServedSocket.Start(call => call.Verb.Serve(call, _engine));
        using LineClient client = new(socket.Address);
        var observer = await Subscribe(socket, client, "1", "[\"timeline\"]");
        const int TooMany = Subscription.MostOnTheirWay + 500;
        using (await Hold(socket))
        {
            for (var i = 1; i <= TooMany; i++)
            {
                observer.TimelineAppended(Entry(i, "x"));
            }
        }

        var entries = 0;
        var missed = 0;
        while (entries + missed < TooMany)
        {
            var line = (await client.Read())!;
            entries += line["event"]!.GetValue<string>() == "timeline" ? 1 : 0;
            missed += line["event"]!.GetValue<string>() == "missed" ? line["data"]!["count"]!.GetValue<int>() : 0;
        }

        Assert.InRange(missed, 500, TooMany - 1);
    }

    [Theory]
    [InlineData("{\"verb\":\"subscribe\",\"events\":[\"timeline\"]}", "needs an 'id'")]
    [InlineData("{\"verb\":\"subscribe\",\"id\":1}", "needs 'events'")]
    [InlineData("{\"verb\":\"subscribe\",\"id\":1,\"events\":[\"weather\"]}", "'weather' is no event")]
    [InlineData("{\"verb\":\"subscribe\",\"id\":1,\"events\":[\"1\"]}", "'1' is no event")]
    [InlineData("{\"verb\":\"unsubscribe\",\"id\":1}", "needs 'of'")]
    public async Task What_cannot_be_subscribed_to_is_said(string line, string said)
    {
        await using var socket = await ServedSocket.Start(call => call.Verb.Serve(call, _engine));
        using LineClient client = new(socket.Address);
        await client.Send(line + "\n");
        var answer = (await client.Read())!;
        Assert.Equal(ReplyCode.Usage, answer["exit"]!.GetValue<int>());
        Assert.Contains(said, answer["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(_engine.Observers);
    }

    [Fact]
    public async Task Subscriptions_of_a_connection_are_bounded()
    {
        await using var socket = await ServedSocket.Start(call => call.Verb.Serve(call, _engine));
        using LineClient client = new(socket.Address);
        for (var id = 1; id <= OpenCalls.MostStreams; id++)
        {
            await Subscribe(socket, client, id.ToString(System.Globalization.CultureInfo.InvariantCulture), "[\"timeline\"]");
        }

        await client.Send("{\"verb\":\"subscribe\",\"id\":\"more\",\"events\":[\"timeline\"]}\n");
        Assert.Equal(ReplyCode.Refused, (await client.Read())!["exit"]!.GetValue<int>());
        Assert.Equal(OpenCalls.MostStreams, _engine.Observers.Count);
    }

    private async Task<IEngineObserver> Subscribe(ServedSocket socket, LineClient client, string id, string events)
    {
        await client.Send("{\"verb\":\"subscribe\",\"id\":" + id + ",\"events\":" + events + "}\n");
        Assert.Equal("{\"id\":" + id + ",\"exit\":0,\"text\":\"subscribed\"}", (await client.Read())!.ToJsonString());
        return await socket.Loop.On(() => _engine.Observers[^1]);
    }

    // The socket's loop stands still until the result is disposed.
    private static async Task<IDisposable> Hold(ServedSocket socket)
    {
        Held held = new();
        socket.Loop.Loop.Post(held.Stand);
        await held.Stands.WaitAsync(LoopOfTest.Patience);
        return held;
    }

    private static TimelineEntry Entry(long id, string text) => new(id, DateTimeOffset.UnixEpoch, TimelineKind.User, "User", text, "m-1");

    private static EngineSnapshot Snapshot(int handOffs) => new(SessionPhase.Running, SinglePeer: false, Paused: false, [], [], handOffs, null, null, DateTimeOffset.UnixEpoch);

    private sealed class Held : IDisposable
    {
        private readonly TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _let = new();

        public Task Stands => _stands.Task;

        public void Stand()
        {
            _stands.SetResult();
            _let.Wait();
        }

        public void Dispose() => _let.Set();
    }
}
