using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Tests.Ledger;

/// <summary>What records come to is the same from the snapshot and the tail as from all records.</summary>
public sealed class LedgerSnapshotTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly ProjectFolder _folder = new(Directory.CreateTempSubdirectory("cccc snapshot ").FullName);
    private readonly LedgerSettings _small = new() { PartBytes = 4000, KeepParts = 1000, SnapshotBytes = 700 };

    public void Dispose() => Directory.Delete(_folder.Root, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task From_a_snapshot_and_the_tail_comes_the_same_as_from_all_records(int seed)
    {
        var random = new Random(seed);
        var kept = new DeliveryLog();
        await using (var ledger = LedgerFile.Open(_folder, _time, _small))
        {
            ledger.Recover([kept]);
            foreach (var record in Lives(random, 400))
            {
                await ledger.AppendAsync(record);
                kept.Apply(record);
                if (ledger.WantsSnapshot)
                {
                    ledger.SaveSnapshot([kept]);
                }
            }
        }

        var faults = new List<LedgerFault>();
        var recovered = new DeliveryLog();
        await using (var again = LedgerFile.Open(_folder, _time, _small))
        {
            again.Recover([recovered], faults.Add);
            var replayed = new DeliveryLog();
            foreach (var record in again.ReadAll())
            {
                replayed.Apply(record);
            }

            Assert.Equal(Saved(replayed), Saved(recovered));
        }

        Assert.Empty(faults);
        Assert.Equal(Saved(kept), Saved(recovered));
        Assert.NotEmpty(Directory.GetFiles(_folder.State, "ledger.*.jsonl.gz"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"version\":1,\"part\":1,\"offset\":10,\"mark\":\"no\",\"views\":{}}")]
    [InlineData("{\"version\":9}")]
    public async Task A_snapshot_that_does_not_fit_is_told_and_all_records_are_read(string snapshot)
    {
        var kept = new DeliveryLog();
        await using (var ledger = LedgerFile.Open(_folder, _time, _small))
        {
            foreach (var record in Lives(new Random(5), 50))
            {
                await ledger.AppendAsync(record);
                kept.Apply(record);
            }
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.State, "ledger.snapshot.json"), snapshot, TestContext.Current.CancellationToken);
        var faults = new List<LedgerFault>();
        var recovered = new DeliveryLog();
        await using var again = LedgerFile.Open(_folder, _time, _small);
        again.Recover([recovered], faults.Add);
        Assert.Contains("is not used", Assert.Single(faults).Sentence, StringComparison.Ordinal);
        Assert.Equal(Saved(kept), Saved(recovered));
    }

    [Fact]
    public async Task A_view_that_the_snapshot_lacks_or_cannot_give_is_made_of_the_records()
    {
        var kept = new DeliveryLog();
        await using (var ledger = LedgerFile.Open(_folder, _time))
        {
            foreach (var record in Lives(new Random(6), 50))
            {
                await ledger.AppendAsync(record);
                kept.Apply(record);
            }

            ledger.SaveSnapshot([new Broken()]);
        }

        await using var again = LedgerFile.Open(_folder, _time);
        var recovered = new DeliveryLog();
        var broken = new Broken();
        var faults = new List<LedgerFault>();
        again.Recover([recovered, broken], faults.Add);
        Assert.Equal(Saved(kept), Saved(recovered));
        Assert.Equal(50, broken.Applied);
        Assert.Contains("broken", Assert.Single(faults).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_no_snapshot_covers_is_never_removed()
    {
        var settings = new LedgerSettings { PartBytes = 1000, KeepParts = 1 };
        var kept = new DeliveryLog();
        await using (var ledger = LedgerFile.Open(_folder, _time, settings))
        {
            ledger.Recover([kept]);
            foreach (var record in Lives(new Random(7), 100))
            {
                await ledger.AppendAsync(record);
                kept.Apply(record);
            }
        }

        await using var again = LedgerFile.Open(_folder, _time, settings);
        Assert.Equal(100, again.ReadAll().Count());
        again.Recover([new DeliveryLog()]);
        again.SaveSnapshot([kept]);
        foreach (var record in Lives(new Random(8), 100))
        {
            await again.AppendAsync(record);
            kept.Apply(record);
            again.SaveSnapshot([kept]);
        }

        await again.DisposeAsync();
        Assert.InRange(Directory.GetFiles(_folder.State, "ledger.*.gz").Length, 1, 3);
        await using var third = LedgerFile.Open(_folder, _time, settings);
        var recovered = new DeliveryLog();
        third.Recover([recovered], fault => Assert.Fail(fault.Sentence));
        Assert.Equal(Saved(kept), Saved(recovered));
    }

    [Fact]
    public async Task A_compression_that_a_crash_interrupted_is_done_again()
    {
        await using (var ledger = LedgerFile.Open(_folder, _time, _small))
        {
            foreach (var record in Lives(new Random(9), 100))
            {
                await ledger.AppendAsync(record);
            }
        }

        // Both forms of a part, and a half-written third.
        var part = Directory.GetFiles(_folder.State, "ledger.000001.jsonl.gz").Single();
        using (var gzip = new System.IO.Compression.GZipStream(File.OpenRead(part), System.IO.Compression.CompressionMode.Decompress))
        await using (var plain = File.Create(part[..^3]))
        {
            await gzip.CopyToAsync(plain, TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(part + ".tmp", "half", TestContext.Current.CancellationToken);
        await using var again = LedgerFile.Open(_folder, _time, _small);
        Assert.Equal(100, again.ReadAll(fault => Assert.Fail(fault.Sentence)).Count());
        await again.DisposeAsync();
        Assert.False(File.Exists(part[..^3]));
    }

    private static string Saved(DeliveryLog log)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            log.Save(json);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    // Lives of messages in all their turns, cut short anywhere.
    private IEnumerable<LedgerRecord> Lives(Random random, int count)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            var id = ids.Count == 0 || random.Next(3) == 0 ? $"m-{Guid.NewGuid():N}" : ids[random.Next(ids.Count)];
            ids.Add(id);
            var to = random.Next(2) == 0 ? "PeerA" : "PeerB";
            string[] kinds =
            [
                LedgerKinds.Stored, LedgerKinds.HandOff, LedgerKinds.Waiting, LedgerKinds.Typed, LedgerKinds.Submitted, LedgerKinds.AckFile, LedgerKinds.Replied,
                LedgerKinds.Withdraw, LedgerKinds.Expired, LedgerKinds.Cancelled, LedgerKinds.ToUser, LedgerKinds.HandOffDrop, LedgerKinds.InboxForeign, LedgerKinds.Launch,
            ];
            var record = new LedgerRecord(kinds[random.Next(kinds.Length)], _time.GetUtcNow()).With("from", "PeerA").With("to", to).With("mid", id).With("mids", ImmutableArray.Create(id))
                .With("seq", (long)i).With("ok", random.Next(2) == 0).With("why", "PeerA is busy").With("claim", random.Next(2) == 0 ? $"claim-{id}" : null);
            record = random.Next(4) == 0 ? record.With("key", $"k{random.Next(20)}").With("expires", _time.GetUtcNow().ToUnixTimeMilliseconds()).With("urgent", true) : record;
            yield return record;
        }
    }

    private sealed class Broken : ILedgerView
    {
        public int Applied { get; private set; }

        public string Name => "broken";

        public void Apply(LedgerRecord record) => Applied++;

        public void Save(Utf8JsonWriter json) => json.WriteStringValue("nothing");

        public void Load(JsonElement saved) => throw new JsonException("not today");
    }
}
