using System.Diagnostics;

namespace Orchestrator.Core.Tests.Mail;

public class TakingMailTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_tagged_message_is_taken_within_milliseconds()
    {
        await using var mail = new MailFixture();
        await mail.WatchAsync();
        var times = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var started = Stopwatch.GetTimestamp();
            File.WriteAllText(mail.ToPeer, $"<TO_PEER>\nmessage {i}\n</TO_PEER>\n");
            var taken = await mail.TakenAsync();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            Assert.Equal($"message {i}", taken.Body);
            mail.Mailbox.Finish(taken);
            mail.Mailbox.PutSentinel(taken, "PeerA→PeerB");
        }

        times.Sort();
        output.WriteLine($"file written -> Taken: p50 {times[100]:0.00} ms, p90 {times[180]:0.00} ms, p99 {times[198]:0.00} ms, max {times[199]:0.00} ms");
        Assert.Empty(mail.AllFaults);
        Assert.True(times[100] < 100, $"p50 was {times[100]} ms");
    }
}
