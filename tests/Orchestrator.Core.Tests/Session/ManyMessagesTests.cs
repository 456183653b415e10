using System.Globalization;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;

namespace Orchestrator.Core.Tests.Session;

/// <summary>More mail than anybody reads, and clocks that jump: every message once, in its order.</summary>
public class ManyMessagesTests
{
    [Theory]
    [InlineData(300)]
    [LongInlineData(10_000)]
    public async Task Files_that_lie_in_an_inbox_at_the_start_are_taken_up_and_numbered_on(int count)
    {
        await using var engine = new EngineHarness();
        var inbox = Directory.CreateDirectory(engine.Project.Inbox(AgentRole.PeerA)).FullName;
        for (var i = 1; i <= count; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(inbox, string.Create(CultureInfo.InvariantCulture, $"{i:D6}.cccc-1-{i:D6}.txt")), $"<FROM_USER>\nold {i}\n</FROM_USER>", TestContext.Current.CancellationToken);
        }

        await engine.LaunchAsync(EngineHarness.Dual);
        Assert.True(engine.View(AgentRole.PeerA).InboxCount >= count);
        Assert.True((await engine.Engine.SendAsync(Route.PeerA, "new", CancellationToken.None)).Ok);
        await engine.AdvanceAsync(TimeSpan.FromSeconds(30));

        var files = engine.Mailbox.List(AgentRole.PeerA);
        Assert.Contains("new", await File.ReadAllTextAsync(files[^1].Path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(files.Length, files.Select(file => file.Sequence).Distinct().Count());
        Assert.Single(engine.A.Submitted);
        await engine.ReadInboxAsync(AgentRole.PeerA);
        Assert.Equal(0, engine.View(AgentRole.PeerA).InboxCount);
        Assert.True(engine.View(AgentRole.PeerA).ProcessedCount > 0);
    }

    [Theory]
    [InlineData(200)]
    [LongInlineData(5_000)]
    public async Task A_burst_of_messages_arrives_whole_in_order_and_is_announced_a_few_times(int count)
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Single);
        var answers = await Task.WhenAll(Enumerable.Range(1, count).Select(i => engine.Engine.SendAsync(Route.PeerA, $"burst {i}.", CancellationToken.None)));
        Assert.All(answers, answer => Assert.True(answer.Ok, answer.Text));
        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));

        var texts = engine.InboxTexts(AgentRole.PeerA);
        Assert.Equal(count, texts.Length);
        Assert.All(texts.Index(), text => Assert.Contains($"burst {text.Index + 1}.", text.Item, StringComparison.Ordinal));
        Assert.InRange(engine.A.Submitted.Count, 1, 3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_clock_that_jumps_an_hour_loses_doubles_and_reorders_nothing(int hours)
    {
        await using var engine = new EngineHarness();
        await engine.LaunchAsync(EngineHarness.Dual);
        for (var i = 1; i <= 6; i++)
        {
            Assert.True((await engine.Engine.SendAsync(Route.PeerA, $"text {i}.", CancellationToken.None)).Ok);
            await engine.WriteAsync(AgentRole.PeerB, MailChannel.ToPeer, $"peer {i}.");
            await engine.SettleAsync();
            if (i % 2 == 0)
            {
                engine.Time.Jump(TimeSpan.FromHours(hours));
                await engine.SettleAsync();
            }
        }

        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));
        var texts = engine.InboxTexts(AgentRole.PeerA);
        Assert.Equal(Enumerable.Range(1, 6).Select(i => $"text {i}."), Told(texts, "text"));
        Assert.Equal(Enumerable.Range(1, 6).Select(i => $"peer {i}."), Told(texts, "peer"));
        Assert.Equal(texts.Length, engine.Mailbox.List(AgentRole.PeerA).Select(file => file.MessageId).Distinct(StringComparer.Ordinal).Count());
        Assert.NotEmpty(engine.A.Submitted);
        Assert.DoesNotContain(engine.Timeline, entry => entry.Text.Contains("went wrong", StringComparison.Ordinal));

        // The reminder comes when its time has passed on the clock, not at once and not never.
        engine.A.Finish();
        var before = engine.A.Submitted.Count;
        await engine.AdvanceAsync(TimeSpan.FromMinutes(70));
        Assert.InRange(engine.A.Submitted.Count - before, 1, 4);
    }

    private static IEnumerable<string> Told(IEnumerable<string> texts, string word) =>
        texts.SelectMany(text => System.Text.RegularExpressions.Regex.Matches(text, word + @" [0-9]+\.").Select(match => match.Value));
}
