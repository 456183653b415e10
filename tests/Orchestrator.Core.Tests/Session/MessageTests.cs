using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using static Orchestrator.Core.Tests.Typing.ScreensForTests;

namespace Orchestrator.Core.Tests.Session;

/// <summary>What a user can ask of a message, and what is told of its life.</summary>
public class MessageTests
{
    private const AgentRole PeerA = AgentRole.PeerA;
    private const AgentRole PeerB = AgentRole.PeerB;

    [Fact]
    public async Task A_message_tells_its_whole_life_with_times_and_reasons()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.A.Work();
        var id = await SendAsync(engine, "please");
        await engine.AdvanceAsync(Sec(10));
        engine.A.Finish();
        await engine.AdvanceAsync(Sec(5));
        engine.A.Finish();
        await engine.ReadInboxAsync(PeerA);
        await engine.AdvanceAsync(Sec(20));
        await engine.WriteAsync(PeerA, MailChannel.ToUser, $"<TO_USER>\ndone, see [MID: {id}]\n</TO_USER>");

        var life = await LifeAsync(engine, id);
        Assert.Equal(
            [DeliveryState.Stored, DeliveryState.Waiting, DeliveryState.Typed, DeliveryState.Submitted, DeliveryState.Read, DeliveryState.Replied],
            life.Steps.Select(step => step.State));
        Assert.Equal("PeerA is busy", life.Steps[1].Note);
        Assert.True(life.Steps.Zip(life.Steps.Skip(1)).All(pair => pair.First.At <= pair.Second.At));
        Assert.True(life.Steps[2].At - life.Steps[1].At >= Sec(9));
        Assert.Equal(DeliveryState.Replied, life.State);
        Assert.Equal(id, (await engine.Engine.MessagesAsync(CancellationToken.None)).Single(message => message.To == "User").ReplyTo);
    }

    [Fact]
    public async Task A_reply_to_a_message_of_the_peer_joins_its_thread()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "a question");
        var first = (await engine.Engine.MessagesAsync(CancellationToken.None)).Single();
        await engine.WriteAsync(PeerB, MailChannel.ToPeer, $"[MID: {first.Id}] yes");
        var second = (await engine.Engine.MessagesAsync(CancellationToken.None)).Single(message => message.From == "PeerB");
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, $"thanks for MID: {second.Id}.");
        var third = (await engine.Engine.MessagesAsync(CancellationToken.None)).Last(message => message.From == "PeerA");
        Assert.Equal((first.Id, first.Id), (second.ReplyTo, second.Thread));
        Assert.Equal((second.Id, first.Id), (third.ReplyTo, third.Thread));
        Assert.Contains($"[RE: {second.Id}]", engine.InboxTexts(PeerB)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_not_read_in_its_time_is_taken_back_and_can_be_sent_again()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.A.Work();
        var id = await SendAsync(engine, "first\nsecond line", new SendOptions(TimeToLive: Sec(60)));
        await engine.AdvanceAsync(Sec(59));
        Assert.Single(engine.InboxTexts(PeerA));
        await engine.AdvanceAsync(Sec(2));
        Assert.Empty(engine.InboxTexts(PeerA));
        Assert.Equal((DeliveryState.Expired, 0), ((await LifeAsync(engine, id)).State, engine.View(PeerA).InboxCount));
        Assert.Contains(engine.Timeline, entry => entry.Kind == TimelineKind.Warning && entry.Text.Contains(id, StringComparison.Ordinal));

        var again = await engine.Engine.RetryMessageAsync(id[..20], CancellationToken.None);
        Assert.True(again.Ok, again.Text);
        var text = engine.InboxTexts(PeerA).Single();
        Assert.Contains("\nfirst\nsecond line\n</FROM_USER>", text, StringComparison.Ordinal);
        // The agent never saw the one that was taken back, so the rules go with this one.
        Assert.Contains("RULES OF PeerA", text, StringComparison.Ordinal);
        Assert.Single(engine.InboxTexts(PeerA));
    }

    [Fact]
    public async Task Who_asks_again_for_what_was_sent_again_is_told_of_the_copy_before_and_after_a_restart()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.A.Work();
        var id = await SendAsync(engine, "once", new SendOptions(TimeToLive: Sec(60)));
        await engine.AdvanceAsync(Sec(61));
        var first = await engine.Engine.RetryMessageAsync(id, CancellationToken.None);
        Assert.True(first.Ok, first.Text);
        var copy = first.MessageIds.Single();
        Assert.Equal(copy, (await LifeAsync(engine, id)).SentAgainAs);

        await SaysThatThereIsACopyAsync("waiting");
        await engine.CrashAsync();
        await engine.LaunchAsync(EngineHarness.Dual);
        await SaysThatThereIsACopyAsync("");

        // The copy can be asked for under its own id, and what became of it decides.
        Assert.True((await engine.Engine.CancelMessageAsync(copy, CancellationToken.None)).Ok);
        await SaysThatThereIsACopyAsync("cancelled");
        var second = await engine.Engine.RetryMessageAsync(copy, CancellationToken.None);
        Assert.True(second.Ok, second.Text);
        copy = second.MessageIds.Single();
        await SaysThatThereIsACopyAsync("");
        Assert.Single(engine.InboxTexts(PeerA), text => text.Contains("\nonce\n", StringComparison.Ordinal));

        async Task SaysThatThereIsACopyAsync(string state)
        {
            var before = engine.InboxTexts(PeerA).Length;
            var again = await engine.Engine.RetryMessageAsync(id, CancellationToken.None);
            Assert.False(again.Ok);
            Assert.StartsWith($"{id} was sent again already, as {copy}, which is {state}", again.Text, StringComparison.Ordinal);
            Assert.Equal(before, engine.InboxTexts(PeerA).Length);
        }
    }

    [Fact]
    public async Task A_message_that_was_read_does_not_expire()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        var id = await SendAsync(engine, "x", new SendOptions(TimeToLive: Sec(60)));
        await engine.AdvanceAsync(Sec(10));
        await engine.ReadInboxAsync(PeerA);
        await engine.AdvanceAsync(Sec(100));
        Assert.Equal(DeliveryState.Read, (await LifeAsync(engine, id)).State);
    }

    [Fact]
    public async Task A_message_can_be_cancelled_until_it_is_read()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.A.Work();
        var one = await SendAsync(engine, "one");
        var two = await SendAsync(engine, "two");
        Assert.True((await engine.Engine.CancelMessageAsync(one, CancellationToken.None)).Ok);
        Assert.Equal(DeliveryState.Cancelled, (await LifeAsync(engine, one)).State);
        Assert.Contains("two", Assert.Single(engine.InboxTexts(PeerA)), StringComparison.Ordinal);
        engine.A.Finish();
        await engine.AdvanceAsync(Sec(2));
        await engine.ReadInboxAsync(PeerA);
        var late = await engine.Engine.CancelMessageAsync(two, CancellationToken.None);
        Assert.False(late.Ok);
        Assert.Contains("is read", late.Text, StringComparison.Ordinal);
        Assert.False((await engine.Engine.CancelMessageAsync("cccc-0", CancellationToken.None)).Ok);
        Assert.False((await engine.Engine.CancelMessageAsync("cccc-", CancellationToken.None)).Ok);
    }

    [Fact]
    public async Task A_cancel_that_comes_after_the_agent_took_the_file_says_so_and_the_message_counts_as_read()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        var id = await SendAsync(engine, "x");
        var file = engine.Mailbox.List(PeerA).Single();
        File.Move(file.Path, Path.Combine(engine.Project.Processed(PeerA), file.Name));
        var answer = await engine.Engine.CancelMessageAsync(id, CancellationToken.None);
        Assert.False(answer.Ok);
        Assert.Contains("was faster", answer.Text, StringComparison.Ordinal);
        await engine.TellMailAsync(mail => mail.InboxChanged(new InboxChange(PeerA, [file], [], [], 0, 1)));
        Assert.Equal(DeliveryState.Read, (await LifeAsync(engine, id)).State);
    }

    [Fact]
    public async Task Urgent_mail_is_announced_first_and_says_how_long_the_agent_took_to_stop()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        engine.A.Work();
        await SendAsync(engine, "ordinary");
        var id = await SendAsync(engine, "stop that", new SendOptions(Urgent: true));
        await SendAsync(engine, "ordinary too");
        await engine.AdvanceAsync(Sec(42));
        engine.A.Finish();
        await engine.AdvanceAsync(Sec(2));
        var nudge = engine.A.Submitted.Single();
        Assert.Contains("URGENT: read 000002 first", nudge, StringComparison.Ordinal);
        Assert.Contains("preview='stop that'", nudge, StringComparison.Ordinal);
        var record = engine.Records(LedgerKinds.UrgentStopped).Single();
        Assert.Equal(id, record.Text("mid"));
        Assert.InRange(record.Number("after_ms")!.Value, 42_000, 44_000);
        Assert.Contains("[PRIORITY: urgent]", engine.InboxTexts(PeerA)[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_key_stores_nothing_twice_also_after_a_restart()
    {
        var root = Directory.CreateTempSubdirectory("cccc engine ").FullName;
        try
        {
            string id;
            await using (var first = new EngineHarness(root: root))
            {
                await first.LaunchAsync(EngineHarness.Dual);
                id = await SendAsync(first, "once", new SendOptions(Key: "deploy 7"));
                Assert.Equal(id, await SendAsync(first, "once", new SendOptions(Key: "deploy 7")));
                Assert.NotEqual(id, await SendAsync(first, "once", new SendOptions(Key: "deploy 8")));
            }

            await using var second = new EngineHarness(root: root);
            await second.LaunchAsync(EngineHarness.Dual);
            Assert.Equal(id, await SendAsync(second, "once", new SendOptions(Key: "deploy 7")));
            Assert.Equal(2, second.InboxTexts(PeerA).Count(text => text.Contains("once", StringComparison.Ordinal)));
            // Another receiver is another message.
            var other = await second.Engine.SendAsync(Route.PeerB, "once", new SendOptions(Key: "deploy 7"), CancellationToken.None);
            Assert.NotEqual(id, other.MessageIds.Single());
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task What_cannot_be_sent_says_why()
    {
        await using var engine = new EngineHarness(new DeliverySettings { MaxMessageBytes = 1000 });
        await engine.LaunchAsync(EngineHarness.Dual);
        var large = await engine.Engine.SendAsync(Route.PeerA, new string('x', 1001), CancellationToken.None);
        Assert.False(large.Ok);
        Assert.Contains("1001 bytes", large.Text, StringComparison.Ordinal);
        Assert.False((await engine.Engine.SendAsync(Route.PeerA, "x", new SendOptions(Key: ""), CancellationToken.None)).Ok);
        Assert.False((await engine.Engine.SendAsync(Route.PeerA, "x", new SendOptions(ReplyTo: "cccc-1-a"), CancellationToken.None)).Ok);
        Assert.Empty(engine.InboxTexts(PeerA));
    }

    [Fact]
    public async Task With_the_filter_on_what_is_held_back_is_told_to_its_author_kept_and_can_be_delivered()
    {
        await using var engine = new EngineHarness(filter: new HandOffFilterSettings { Enabled = true });
        await engine.LaunchAsync(EngineHarness.Dual);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "<TO_PEER>\nok\n</TO_PEER>");
        Assert.Empty(engine.InboxTexts(PeerB));
        var notice = Assert.Single(engine.InboxTexts(PeerA));
        Assert.Contains("held back by the filter of this project (low signal", notice, StringComparison.Ordinal);
        var drop = engine.Records(LedgerKinds.HandOffDrop).Single();
        var id = drop.Text("mid")!;
        Assert.Contains(id, notice, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Refused, (await LifeAsync(engine, id)).State);
        Assert.Contains("ok", (await engine.Engine.FindMessagesAsync(id, CancellationToken.None)).Single().Text, StringComparison.Ordinal);

        Assert.True((await engine.Engine.RetryMessageAsync(id, CancellationToken.None)).Ok);
        Assert.Contains("ok", Assert.Single(engine.InboxTexts(PeerB)), StringComparison.Ordinal);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "<TO_PEER>\nEvidence: 42 tests pass\n</TO_PEER>");
        Assert.Equal(2, engine.InboxTexts(PeerB).Length);
    }

    [Fact]
    public async Task Without_the_filter_nothing_is_held_back()
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "ok");
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "ok");
        Assert.Equal(2, engine.InboxTexts(PeerB).Length);
    }

    [Fact]
    public async Task A_message_without_insight_is_delivered_and_its_author_is_told_once_a_launch()
    {
        await using var engine = new EngineHarness(insightHint: true);
        await engine.LaunchAsync(EngineHarness.Dual);
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "<TO_PEER>\nwith\n</TO_PEER>\n```insight\na doubt\n```");
        Assert.Empty(engine.InboxTexts(PeerA));
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "<TO_PEER>\nwithout\n</TO_PEER>");
        await engine.WriteAsync(PeerA, MailChannel.ToPeer, "<TO_PEER>\nwithout again\n</TO_PEER>");
        Assert.Contains("no insight block", Assert.Single(engine.InboxTexts(PeerA)), StringComparison.Ordinal);
        Assert.Equal(3, engine.InboxTexts(PeerB).Length);
        Assert.Equal("missing-insight", engine.Records(LedgerKinds.TeachWarn).Single().Text("reason"));
    }

    [Fact]
    public async Task Event_lines_become_records_once_however_often_the_mail_is_taken_up()
    {
        var root = Directory.CreateTempSubdirectory("cccc engine ").FullName;
        const string Text = "<TO_PEER>\nItem(parser): reads\n- Progress(tag=build): compiles\nEvidence: 42 pass\n- Ask(to=PeerB, refs=[a.cs, b.cs], prio=high): look?\n</TO_PEER>";
        try
        {
            await using (var first = new EngineHarness(root: root))
            {
                await first.LaunchAsync(EngineHarness.Dual);
                await first.WriteClaimAsync(PeerA, MailChannel.ToPeer, Text, thenLoseIt: false);
                await first.WriteClaimAsync(PeerA, MailChannel.ToUser, Text, thenLoseIt: false);
            }

            await using var second = new EngineHarness(root: root);
            await second.LaunchAsync(EngineHarness.Dual);
            Assert.Equal(2, second.Records("event-progress").Count());
            var ask = second.Records("event-ask").First();
            Assert.Equal(("PeerA", "parser", "look?", "PeerB", "prio=high"), (ask.Text("from"), ask.Text("tag"), ask.Text("text"), ask.Text("to"), ask.Text("more")));
            Assert.Equal(new[] { "a.cs", "b.cs" }, ask.List("refs").ToArray());
            Assert.Equal("build", second.Records("event-progress").First().Text("tag"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task Read_mail_is_kept_up_to_the_number_of_the_settings()
    {
        await using var engine = new EngineHarness(new DeliverySettings { ProcessedRetention = 5 });
        await engine.LaunchAsync(EngineHarness.Dual);
        for (var i = 0; i < 30; i++)
        {
            await SendAsync(engine, $"message {i}");
            await engine.ReadInboxAsync(PeerA);
        }

        var kept = Directory.GetFiles(engine.Project.Processed(PeerA)).Order(StringComparer.Ordinal).ToList();
        Assert.InRange(kept.Count, 5, 15);
        Assert.Contains(kept, file => File.ReadAllText(file).Contains("message 29", StringComparison.Ordinal));
        Assert.DoesNotContain(kept, file => File.ReadAllText(file).Contains("message 3\n", StringComparison.Ordinal));
        Assert.NotEmpty(engine.Records(LedgerKinds.ProcessedCleanup));
    }

    private static async Task<string> SendAsync(EngineHarness engine, string text, SendOptions? options = null)
    {
        var answer = await engine.Engine.SendAsync(Route.PeerA, text, options ?? SendOptions.Plain, CancellationToken.None);
        Assert.True(answer.Ok, answer.Text);
        return answer.MessageIds.Single();
    }

    private static async Task<MessageLife> LifeAsync(EngineHarness engine, string id) =>
        (await engine.Engine.FindMessagesAsync(id, CancellationToken.None)).Single().Life;
}
