using System.Text;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Tests.Ledger;

public sealed class LedgerTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly ProjectFolder _folder = new(Directory.CreateTempSubdirectory("cccc ledger 'ß' ").FullName);

    public void Dispose() => Directory.Delete(_folder.Root, recursive: true);

    [Fact]
    public async Task A_record_comes_back_as_it_was_written()
    {
        var record = new LedgerRecord(LedgerKinds.HandOff, _time.GetUtcNow())
            .With("from", "PeerA").With("text", "line\n\"quote\" 漢 😀 \u001b \uD800").With("seq", 12L).With("share", 0.5).With("ok", true)
            .With("refs", ["a", "b"]).With("none", (string?)null);
        await using (var ledger = LedgerFile.Open(_folder, _time))
        {
            await ledger.AppendAsync(record);
        }

        await using var again = LedgerFile.Open(_folder, _time);
        var read = Assert.Single(again.ReadAll());
        Assert.Equal(("handoff", _time.GetUtcNow()), (read.Kind, read.At));
        Assert.Equal(("PeerA", 12L, 0.5, true), (read.Text("from"), read.Number("seq"), read.Fraction("share"), read.Flag("ok")));
        Assert.Equal("line\n\"quote\" 漢 😀 \u001b \uFFFD", read.Text("text"));
        Assert.Equal(["a", "b"], read.List("refs").AsEnumerable());
        Assert.DoesNotContain("none", read.FieldNames);
        Assert.Single(await File.ReadAllLinesAsync(_folder.LedgerFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_append_is_on_disk_when_it_completes_and_many_share_a_flush()
    {
        var disk = new FaultyDisk();
        await using var ledger = LedgerFile.Open(_folder, _time, null, null, disk);
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => ledger.AppendAsync(Record(i)).AsTask()));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long?)i), ledger.ReadAll().Select(record => record.Number("n")));
        Assert.InRange(disk.Flushes, 1, 500);
        await ledger.AppendAsync(Record(1000));
        Assert.Equal(1001, File.ReadLines(_folder.LedgerFile).Count());
    }

    [Fact]
    public async Task A_ledger_torn_at_any_byte_gives_all_whole_records()
    {
        await using (var ledger = LedgerFile.Open(_folder, _time))
        {
            for (var i = 0; i < 3; i++)
            {
                await ledger.AppendAsync(Record(i).With("text", "ü漢"));
            }
        }

        var whole = await File.ReadAllBytesAsync(_folder.LedgerFile, TestContext.Current.CancellationToken);
        for (var length = 0; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(_folder.LedgerFile, whole[..length], TestContext.Current.CancellationToken);
            var feeds = whole.AsSpan(0, length).Count((byte)'\n');
            var tail = length - (whole.AsSpan(0, length).LastIndexOf((byte)'\n') + 1);
            var complete = length < whole.Length && whole[length] == '\n' && tail > 0; // Only the line feed is missing.
            await using var ledger = LedgerFile.Open(_folder, _time);
            Assert.Equal(feeds + (complete ? 1 : 0), ledger.ReadAll(fault => Assert.Fail(fault.Sentence)).Count());
            Assert.Equal(tail > 0 && !complete, ledger.Torn is not null);
            await ledger.AppendAsync(Record(99));
            Assert.Equal(99, ledger.ReadAll().Last().Number("n"));
            foreach (var torn in Directory.GetFiles(_folder.State, "ledger.torn-*"))
            {
                Assert.Equal(tail, new FileInfo(torn).Length);
                File.Delete(torn);
            }
        }
    }

    [Fact]
    public async Task A_bad_line_is_reported_with_its_number_and_passed_over()
    {
        Directory.CreateDirectory(_folder.State);
        var good = Record(1).ToString();
        await File.WriteAllBytesAsync(_folder.LedgerFile, [.. Encoding.UTF8.GetBytes(good + "\nnot json\n[]\n{\"kind\":\"x\"}\n\n"), 0xFF, 0xFE, (byte)'\n', .. Encoding.UTF8.GetBytes("{\"ts\":\"2026-11-20T00:00:00Z\",\"kind\":\"later\",\"new\":{\"a\":1}}\n")], TestContext.Current.CancellationToken);
        await using var ledger = LedgerFile.Open(_folder, _time);
        var faults = new List<LedgerFault>();
        Assert.Equal(["nudge", "later"], ledger.ReadAll(faults.Add).Select(record => record.Kind));
        Assert.Equal([2L, 3, 4, 6], faults.Select(fault => fault.Line));
    }

    [Theory]
    [InlineData("write")]
    [InlineData("flush")]
    [InlineData("write and cut")]
    public async Task A_full_disk_fails_the_append_leaves_no_partial_line_and_passes(string what)
    {
        var disk = new FaultyDisk();
        await using var ledger = LedgerFile.Open(_folder, _time, null, null, disk);
        await ledger.AppendAsync(Record(1));
        disk.Failing = what;
        var failure = await Assert.ThrowsAsync<LedgerException>(async () => await ledger.AppendAsync(Record(2)));
        Assert.Contains("No space left", failure.Message);
        disk.Failing = "";
        await ledger.AppendAsync(Record(3));
        Assert.Equal([1L, 3], ledger.ReadAll(fault => Assert.Fail(fault.Sentence)).Select(record => record.Number("n")));
    }

    [Fact]
    public async Task Parts_are_closed_by_size_and_the_oldest_go()
    {
        await using (var ledger = LedgerFile.Open(_folder, _time, new LedgerSettings { PartBytes = 1000, KeepParts = 4 }))
        {
            for (var i = 0; i < 200; i++)
            {
                await ledger.AppendAsync(Record(i));
            }
        }

        await using var again = LedgerFile.Open(_folder, _time, new LedgerSettings { PartBytes = 1000 });
        var numbers = again.ReadAll().Select(record => record.Number("n")!.Value).ToList();
        Assert.Equal(Enumerable.Range((int)numbers[0], numbers.Count).Select(i => (long)i), numbers);
        Assert.Equal(199, numbers[^1]);
        Assert.Equal(4, Directory.GetFiles(_folder.State, "ledger.*.jsonl.gz").Length);
        Assert.Equal(["ledger.jsonl"], Directory.GetFiles(_folder.State, "ledger*.jsonl").Select(Path.GetFileName));
        Assert.InRange(new FileInfo(_folder.LedgerFile).Length, 1, 1000);
    }

    [Fact]
    public async Task A_second_writer_is_turned_away()
    {
        await using var first = LedgerFile.Open(_folder, _time);
        Assert.Contains("cannot be opened", Assert.Throws<LedgerException>(() => LedgerFile.Open(_folder, _time)).Message);
    }

    [Fact]
    public async Task A_closed_ledger_takes_nothing()
    {
        var ledger = LedgerFile.Open(_folder, _time);
        await ledger.DisposeAsync();
        await Assert.ThrowsAsync<LedgerException>(async () => await ledger.AppendAsync(Record(1)));
    }

    [Fact]
    public void Every_kind_is_declared_once()
    {
        var constants = typeof(LedgerKinds).GetFields().Where(constant => constant.IsLiteral && constant.Name != nameof(LedgerKinds.EventPrefix)).Select(constant => (string)constant.GetRawConstantValue()!).ToList();
        Assert.Equal(constants.Count, constants.Distinct().Count());
        Assert.All(constants, kind => Assert.Contains(kind, LedgerKinds.All.Keys));
        Assert.All(LedgerKinds.DeliveryStates, kind => Assert.Contains(kind, LedgerKinds.All.Keys));
    }

    private LedgerRecord Record(int n) => new LedgerRecord(LedgerKinds.Nudge, _time.GetUtcNow()).With("n", (long)n);

    private sealed class FaultyDisk : LedgerDisk
    {
        public string Failing { get; set; } = "";

        public int Flushes { get; private set; }

        public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
        {
            if (Failing.StartsWith("write", StringComparison.Ordinal))
            {
                base.Write(file, bytes[..(bytes.Length / 2)], offset); // A full disk takes a part.
                throw new IOException("No space left on device");
            }

            base.Write(file, bytes, offset);
        }

        public override void Flush(SafeFileHandle file)
        {
            Flushes++;
            if (Failing == "flush")
            {
                throw new IOException("No space left on device");
            }

            base.Flush(file);
        }

        public override void Cut(SafeFileHandle file, long length)
        {
            if (Failing.EndsWith("cut", StringComparison.Ordinal))
            {
                throw new IOException("No space left on device");
            }

            base.Cut(file, length);
        }
    }
}
