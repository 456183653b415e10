using System.Text.RegularExpressions;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Rhythm;

namespace Orchestrator.Core.Tests.EngineTests;

/// <summary>Whole days in simulated time. A failing seed is in the test's name and replays.</summary>
public class DayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public Task A_day_with_two_peers_keeps_every_promise(int seed) => ADayAsync(singlePeer: false, seed);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    public Task A_day_with_one_peer_keeps_every_promise(int seed) => ADayAsync(singlePeer: true, seed);

    private static async Task ADayAsync(bool singlePeer, int seed)
    {
        await using var engine = new EngineHarness(seed: seed);
        await engine.LaunchAsync(singlePeer ? EngineHarness.Single : EngineHarness.Dual);
        var world = new World(engine, singlePeer, seed);
        await world.RunAsync(TimeSpan.FromHours(24));
        await world.CalmDownAsync();

        Assert.Empty(world.Violations);
        Assert.DoesNotContain(engine.Timeline, entry => entry.Kind == TimelineKind.Error && entry.Text.Contains("went wrong", StringComparison.Ordinal));
        Assert.NotEmpty(world.Sent);
        foreach (var ((from, to), serials) in world.Sent)
        {
            Assert.Equal(serials, Arrived(engine, from, to));
        }

        Assert.False(singlePeer && Directory.Exists(engine.Project.MailboxOf(AgentRole.PeerB)));
        CheckTexts(engine);
        CheckKeepalives(engine, singlePeer);
    }

    // No loss, no double, and the order of each sender: by the numbers of the files.
    private static IEnumerable<string> Arrived(EngineHarness engine, string from, AgentRole to) =>
        Directory.GetFiles(engine.Project.Processed(to))
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)
            .Select(File.ReadAllText)
            .Where(text => text.StartsWith(from == "User" ? "<FROM_USER>" : $"<FROM_{from}>", StringComparison.Ordinal))
            .Select(text => Regex.Match(text, @"serial \d+\.").Value);

    // Each text was announced by exactly one record: nothing was pasted again in place of a return.
    private static void CheckTexts(EngineHarness engine)
    {
        var pasted = engine.Terminals.Writes.Count(write => write.Text.Contains("[NUDGE]", StringComparison.Ordinal));
        Assert.Equal(engine.Records(LedgerKinds.Typed).Count(), pasted);
        Assert.True(pasted > 20, "the day was too quiet to prove anything");
    }

    private static void CheckKeepalives(EngineHarness engine, bool singlePeer)
    {
        var sent = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var record in engine.Ledger.ReadAll())
        {
            if (record.Kind == LedgerKinds.KeepaliveScheduled)
            {
                sent[record.Text("peer")!] = 0;
            }
            else if (record.Kind == LedgerKinds.Stored && record.Text("from") == "User")
            {
                sent[record.Text("to")!] = 0;
            }
            else if (record.Kind == LedgerKinds.KeepaliveSent)
            {
                var peer = record.Text("peer")!;
                Assert.Equal("Idle", record.Text("state"));
                Assert.True((sent[peer] = sent.GetValueOrDefault(peer) + 1) <= (singlePeer ? 3 : 1), $"too many keepalives for {peer} at {record.At}");
            }
        }

        Assert.True(!singlePeer || engine.Records(LedgerKinds.KeepaliveSent).Any(), $"no {nameof(Keepalive)} in a whole day");
    }
}
