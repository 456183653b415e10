using System.Globalization;
using System.Text;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Tests.Mail;

public class WritersOfAllKindsTests
{
    private const string SentinelStart = "<!-- MAILBOX:SENT v1";

    [Fact]
    public async Task Two_hundred_messages_by_rename_over_are_taken_in_order_when_each_waits_for_the_sentinel()
    {
        await using var mail = new MailFixture();
        mail.OnTaken = taken =>
        {
            mail.Mailbox.Finish(taken);
            mail.Mailbox.PutSentinel(taken, "PeerA→PeerB");
        };
        await mail.WatchAsync();
        for (var i = 0; i < 200; i++)
        {
            MailFixture.WriteByRename(mail.ToPeer, $"<TO_PEER>\nnumber {i}\n</TO_PEER>");
            var taken = await mail.TakenAsync();
            Assert.Equal($"number {i}", taken.Body);
            Assert.StartsWith(SentinelStart, await File.ReadAllTextAsync(mail.ToPeer, TestContext.Current.CancellationToken));
        }

        await mail.Watcher.SweepAsync();
        Assert.True(mail.SaysNothingMore);
        Assert.Empty(Directory.GetFiles(mail.Folder.Claimed));
        Assert.Empty(mail.AllFaults);
    }

    [Fact]
    public async Task The_same_text_twice_is_two_messages()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        MailFixture.WriteByRename(mail.ToPeer, "<TO_PEER>again</TO_PEER>");
        var first = await mail.TakenAsync();
        MailFixture.WriteByRename(mail.ToPeer, "<TO_PEER>again</TO_PEER>");
        var second = await mail.TakenAsync();
        Assert.Equal(first.EventId, second.EventId);
        Assert.NotEqual(first.ClaimId, second.ClaimId);
    }

    [Fact]
    public async Task A_writer_of_single_bytes_over_two_seconds_is_not_torn()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        var text = "<TO_PEER>\n" + new string('x', 60) + "\n</TO_PEER>\n\n```insight\nto: peerB\nask: is it whole?\n```\n";
        await using (var file = new FileStream(mail.ToPeer, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            foreach (var b in Encoding.UTF8.GetBytes(text))
            {
                file.WriteByte(b);
                await Task.Delay(2000 / text.Length, TestContext.Current.CancellationToken); // The writer's own pace.
            }
        }

        Assert.Equal(text, (await mail.TakenAsync()).Text);
        await mail.Watcher.SweepAsync();
        Assert.True(mail.SaysNothingMore);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_message_in_random_pieces_arrives_whole_and_once(int seed)
    {
        var random = new Random(seed);
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        var tagged = random.Next(2) == 0;
        var body = string.Concat(Enumerable.Range(0, random.Next(20, 400)).Select(i => (i % 17 == 0 ? "\r\n" : "süß漢 ") + i.ToString(CultureInfo.InvariantCulture)));
        var bytes = Encoding.UTF8.GetBytes(tagged ? $"<to_peer>{body}</to_peer>" : body);
        await using (var file = new FileStream(mail.ToPeer, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            for (var at = 0; at < bytes.Length;)
            {
                var piece = Math.Min(random.Next(1, 200), bytes.Length - at);
                file.Write(bytes, at, piece);
                at += piece;
                await Task.Delay(random.Next(0, 60), TestContext.Current.CancellationToken); // The writer's own pace.
            }
        }

        var taken = await mail.TakenAsync();
        Assert.Equal(Encoding.UTF8.GetString(bytes), taken.Text);
        Assert.False(taken.Lossy);
        await mail.Watcher.SweepAsync();
        Assert.True(mail.SaysNothingMore);
    }

    [Fact]
    public async Task A_writer_that_keeps_the_file_open_gets_both_its_messages_through()
    {
        await using var mail = new MailFixture(new DeliverySettings { Sweep = TimeSpan.FromMilliseconds(300), StillTime = TimeSpan.FromMilliseconds(100) });
        await mail.WatchAsync();
        await using var file = new FileStream(mail.ToPeer, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write("<TO_PEER>one</TO_PEER>\n"u8);
        var first = await mail.TakenAsync();
        Assert.Equal("one", first.Body);
        mail.Mailbox.Finish(first);
        mail.Mailbox.PutSentinel(first, "PeerA→PeerB");
        file.Write("<TO_PEER>two</TO_PEER>\n"u8);
        Assert.Equal("two", (await mail.TakenAsync()).Body);
        file.Write("<TO_PEER>three</TO_PEER>\n"u8);
        Assert.Equal("three", (await mail.TakenAsync()).Body);
        Assert.Empty(mail.AllFaults);
    }

    [Fact]
    public async Task A_message_without_tags_is_taken_when_it_has_been_still()
    {
        var clock = new ManualTimeProvider();
        await using var mail = new MailFixture(time: clock);
        await mail.WatchAsync();
        await File.WriteAllTextAsync(mail.ToPeer, "half a thought", TestContext.Current.CancellationToken);
        await mail.Watcher.SweepAsync();
        clock.Advance(TimeSpan.FromMilliseconds(399));
        await File.AppendAllTextAsync(mail.ToPeer, ", and the rest", TestContext.Current.CancellationToken);
        await mail.Watcher.SweepAsync();
        clock.Advance(TimeSpan.FromMilliseconds(399));
        await mail.Watcher.SweepAsync();
        Assert.True(mail.SaysNothingMore);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("half a thought, and the rest", (await mail.TakenAsync()).Text);
    }

    [Fact]
    public async Task A_closing_tag_in_the_midst_of_the_text_does_not_end_it()
    {
        var clock = new ManualTimeProvider();
        await using var mail = new MailFixture(time: clock);
        await mail.WatchAsync();
        await File.WriteAllTextAsync(mail.ToPeer, "<TO_PEER>\nEnd your mail with </TO_PEER> always,", TestContext.Current.CancellationToken);
        await mail.Watcher.SweepAsync();
        Assert.True(mail.SaysNothingMore);
        await File.AppendAllTextAsync(mail.ToPeer, " please.\n</TO_PEER>", TestContext.Current.CancellationToken);
        Assert.Equal("End your mail with </TO_PEER> always, please.", (await mail.TakenAsync()).Body);
    }

    [Fact]
    public async Task Empty_files_sentinels_and_editors_leavings_are_no_mail()
    {
        var clock = new ManualTimeProvider();
        await using var mail = new MailFixture(time: clock);
        await mail.WatchAsync();
        await File.WriteAllTextAsync(mail.ToPeer, "", TestContext.Current.CancellationToken);
        foreach (var name in new[] { "to_peer.md~", ".to_peer.md.swp", "#to_peer.md#", "4913", "to_peer.md.tmp", "TO_PEER.md.bak" })
        {
            await File.WriteAllTextAsync(Path.Combine(mail.Folder.MailboxOf(AgentRole.PeerA), name), "<TO_PEER>not me</TO_PEER>", TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(mail.Folder.ToUser(AgentRole.PeerA), "<!-- MAILBOX:SENT v1 ts=x eid=y sha=z route=PeerA→User -->\n", TestContext.Current.CancellationToken);
        await mail.Watcher.SweepAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        await mail.Watcher.SweepAsync();
        Assert.True(mail.SaysNothingMore);
        Assert.Empty(Directory.GetFiles(mail.Folder.Claimed));
        Assert.True(File.Exists(mail.ToPeer));
    }

    [Fact]
    public async Task Mail_appended_below_a_sentinel_comes_without_it()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        await File.WriteAllTextAsync(mail.ToPeer, "<!-- MAILBOX:SENT v1 ts=x eid=y sha=z route=PeerA→PeerB -->\n<TO_PEER>news</TO_PEER>\n", TestContext.Current.CancellationToken);
        Assert.Equal("<TO_PEER>news</TO_PEER>\n", (await mail.TakenAsync()).Text);
    }

    [Fact]
    public async Task The_sentinel_never_overwrites_what_was_written_meanwhile()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        await File.WriteAllTextAsync(mail.ToPeer, "<TO_PEER>old</TO_PEER>", TestContext.Current.CancellationToken);
        var old = await mail.TakenAsync();
        await using (var newer = new FileStream(mail.ToPeer, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            newer.Write("<TO_PEER>new"u8);
            mail.Mailbox.PutSentinel(old, "PeerA→PeerB");
            newer.Write("</TO_PEER>"u8);
        }

        Assert.Equal("new", (await mail.TakenAsync()).Body);
        Assert.Empty(Directory.GetFiles(mail.Folder.Staging));
    }

    [Fact]
    public async Task A_claim_of_an_earlier_run_comes_back_once_with_the_same_identity()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        await File.WriteAllTextAsync(mail.ToPeer, "<TO_PEER>first</TO_PEER>", TestContext.Current.CancellationToken);
        var first = await mail.TakenAsync();
        await File.WriteAllTextAsync(mail.Folder.ToUser(AgentRole.PeerB), "<TO_USER>second</TO_USER>", TestContext.Current.CancellationToken);
        var second = await mail.TakenAsync();
        await mail.RestartAsync();
        var again = mail.Mailbox.LeftOver();
        Assert.Equal([first with { }, second with { }], again.AsEnumerable());
        Assert.Equal(first.ClaimId, again[0].ClaimId);
        Assert.Empty(mail.Mailbox.LeftOver());
        mail.Mailbox.Finish(again[0]);
        mail.Mailbox.Finish(again[0]);
        await mail.RestartAsync();
        await mail.WatchAsync();
        Assert.Equal(second.ClaimId, (await mail.TakenAsync()).ClaimId); // Nobody asked for what was left over: the watcher brings it.
        Assert.True(mail.SaysNothingMore);
    }

    [Fact]
    public async Task Mail_that_was_written_while_nobody_watched_is_taken_at_start()
    {
        await using var mail = new MailFixture();
        await File.WriteAllTextAsync(mail.ToPeer, "<TO_PEER>early</TO_PEER>", TestContext.Current.CancellationToken);
        await mail.WatchAsync();
        Assert.Equal("early", (await mail.TakenAsync()).Body);
    }

    [Fact]
    public async Task Mail_written_at_the_instant_of_the_start_is_taken()
    {
        for (var i = 0; i < 20; i++)
        {
            await using var mail = new MailFixture(new DeliverySettings { Sweep = TimeSpan.FromHours(1) });
            var watching = mail.WatchAsync();
            await File.WriteAllTextAsync(mail.ToPeer, "<TO_PEER>early</TO_PEER>", TestContext.Current.CancellationToken);
            await watching;
            Assert.Equal("early", (await mail.TakenAsync()).Body);
        }
    }

    [Fact]
    public async Task What_events_miss_is_found_by_the_sweep()
    {
        var clock = new ManualTimeProvider();
        await using var mail = new MailFixture(time: clock);
        await mail.WatchAsync();
        Directory.Delete(mail.Folder.MailboxOf(AgentRole.PeerB), recursive: true);
        clock.Advance(mail.Settings.Sweep);
        Assert.Contains("made anew", await mail.FaultAsync());
        await File.WriteAllTextAsync(mail.Folder.ToPeer(AgentRole.PeerB), "<TO_PEER>back</TO_PEER>", TestContext.Current.CancellationToken);
        await mail.Watcher.SweepAsync();
        Assert.Equal("back", (await mail.TakenAsync()).Body);
    }

    [Fact]
    public async Task Whatever_a_writer_that_never_closes_adds_comes_through_to_the_last_byte()
    {
        await using var mail = new MailFixture(new DeliverySettings { Sweep = TimeSpan.FromMilliseconds(50), StillTime = TimeSpan.FromMilliseconds(20) });
        await mail.WatchAsync();
        const int messages = 100;
        await using (var file = new FileStream(mail.ToPeer, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            for (var i = 0; i < messages; i++)
            {
                file.Write(Encoding.UTF8.GetBytes($"<TO_PEER>{i}</TO_PEER>\n"));
                await Task.Delay(i % 10 == 0 ? 60 : 3, TestContext.Current.CancellationToken); // The writer's own pace.
            }
        }

        var expected = string.Concat(Enumerable.Range(0, messages).Select(i => $"<TO_PEER>{i}</TO_PEER>\n"));
        var received = new StringBuilder();
        while (received.Length < expected.Length)
        {
            received.Append((await mail.TakenAsync()).Text);
        }

        Assert.Equal(expected, received.ToString());
    }
}
