using System.Diagnostics;
using System.Globalization;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;

namespace Orchestrator.Benchmarks;

/// <summary>
/// The engine with real folders, the real ledger and fsync, and agents that are always idle and handle their inbox at once:
/// <c>mail hand-offs N</c>, <c>mail burst N</c>, <c>mail memory N</c>, <c>mail start RECORDS</c>, <c>mail idle SECONDS</c>. <c>CCCC_BENCH_FOLDER</c> is where the project is made.
/// </summary>
internal static class MailRuns
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length != 2 || !int.TryParse(args[1], CultureInfo.InvariantCulture, out var count) || count < 1)
        {
            Console.Error.WriteLine("mail hand-offs|burst|memory|start|idle NUMBER");
            return 2;
        }

        using var project = new BenchProject();
        switch (args[0])
        {
            case "hand-offs":
                await HandOffsAsync(project, count);
                return 0;
            case "burst":
                await BurstAsync(project, count);
                return 0;
            case "memory":
                await MemoryAsync(project, count);
                return 0;
            case "start":
                await StartAsync(project, count);
                return 0;
            case "idle":
                await IdleAsync(project, count);
                return 0;
            default:
                Console.Error.WriteLine($"There is no run '{args[0]}'.");
                return 2;
        }
    }

    // One at a time: what one message takes from the written file to the other inbox, and to the return in the other composer.
    private static async Task HandOffsAsync(BenchProject project, int count)
    {
        await using var session = await BenchSession.StartAsync(project);
        for (var i = 0; i < count; i++)
        {
            var from = i % 2 == 0 ? AgentRole.PeerA : AgentRole.PeerB;
            session.Write(from, $"Progress: step {i}\nNext: step {i + 1}");
            await session.WaitForReadAsync(i + 1);
        }

        var records = session.Ledger.ReadAll().ToList();
        var submitted = records.Where(record => record.Kind == LedgerKinds.Submitted).SelectMany(record => record.List("mids").Select(id => (id, record.At))).DistinctBy(pair => pair.id).ToDictionary();
        var handOffs = records.Where(record => record.Kind == LedgerKinds.HandOff && record.Text("written") is not null)
            .Select(record => (Written: DateTimeOffset.Parse(record.Text("written")!, CultureInfo.InvariantCulture), record.At, Id: record.Text("mid")!)).ToList();
        Print("written -> in the inbox", handOffs.Select(handOff => (handOff.At - handOff.Written).TotalMilliseconds));
        Print("written -> submitted", handOffs.Where(handOff => submitted.ContainsKey(handOff.Id)).Select(handOff => (submitted[handOff.Id] - handOff.Written).TotalMilliseconds));
    }

    // As many at once as the senders can: what the engine stores in a second, every message and record on disk.
    private static async Task BurstAsync(BenchProject project, int count)
    {
        await using var session = await BenchSession.StartAsync(project);
        var watch = Stopwatch.StartNew();
        var sends = Enumerable.Range(0, count).Select(i => session.Engine.SendAsync(Route.PeerA, $"message {i}", CancellationToken.None)).ToArray();
        var answers = await Task.WhenAll(sends);
        var stored = watch.Elapsed;
        await session.WaitForReadAsync(count);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{answers.Count(answer => answer.Ok)} of {count} stored in {stored.TotalSeconds:0.00} s = {count / stored.TotalSeconds:0} messages/s; all read after {watch.Elapsed.TotalSeconds:0.00} s = {count / watch.Elapsed.TotalSeconds:0} messages/s"));
    }

    private static async Task MemoryAsync(BenchProject project, int count)
    {
        await using var session = await BenchSession.StartAsync(project);
        var watch = Stopwatch.StartNew();
        const int Batch = 1000;
        for (var sent = 0; sent < count;)
        {
            var size = Math.Min(Batch, count - sent);
            await Task.WhenAll(Enumerable.Range(sent, size).Select(i => session.Engine.SendAsync(Route.PeerA, $"message {i}", CancellationToken.None)));
            sent += size;
            await session.WaitForReadAsync(sent);
            if (sent == Batch || sent % (count / 10) == 0)
            {
                var disk = new DirectoryInfo(project.Folder.Home).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sent,9} messages  {watch.Elapsed.TotalSeconds,7:0.0} s  managed heap {GC.GetTotalMemory(forceFullCollection: true) / 1e6:0.0} MB  working set {Environment.WorkingSet / 1e6:0} MB  .cccc {disk / 1e6:0.0} MB"));
            }
        }
    }

    // What a host does with a ledger of that many records before it can be used.
    private static async Task StartAsync(BenchProject project, int records)
    {
        var messages = records / 5;
        await using (var session = await BenchSession.StartAsync(project))
        {
            Console.WriteLine($"writing about {records} records ...");
            for (var sent = 0; sent < messages;)
            {
                var size = Math.Min(1000, messages - sent);
                await Task.WhenAll(Enumerable.Range(sent, size).Select(i => session.Engine.SendAsync(Route.PeerA, $"message {i}", CancellationToken.None)));
                sent += size;
                await session.WaitForReadAsync(sent);
            }

            Console.WriteLine($"{session.Ledger.ReadAll().LongCount()} records are kept");
        }

        foreach (var snapshot in new[] { true, false })
        {
            if (!snapshot)
            {
                File.Delete(Path.Combine(project.Folder.State, "ledger.snapshot.json"));
            }

            for (var round = 0; round < 3; round++)
            {
                var watch = Stopwatch.StartNew();
                await using var ledger = LedgerFile.Open(project.Folder, TimeProvider.System, new LedgerSettings { KeepParts = 10_000 });
                await using var engine = BenchSession.Make(project, new BenchTerminals(), ledger);
                await engine.StartAsync();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(snapshot ? "with the snapshot" : "without it")}: ready after {watch.Elapsed.TotalMilliseconds:0.0} ms"));
                if (!snapshot)
                {
                    break; // Its end writes a new one.
                }
            }
        }
    }

    private static async Task IdleAsync(BenchProject project, int seconds)
    {
        await using var session = await BenchSession.StartAsync(project);
        session.Write(AgentRole.PeerA, "Progress: all is done");
        await session.WaitForReadAsync(1);
        await Task.Delay(TimeSpan.FromSeconds(5));
        using var me = Process.GetCurrentProcess();
        var before = me.TotalProcessorTime;
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        me.Refresh();
        var used = me.TotalProcessorTime - before;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{used.TotalMilliseconds:0} ms of CPU in {seconds} s idle = {used.TotalSeconds / seconds * 86_400:0.0} s in 24 h ({used.TotalSeconds / seconds * 100:0.000} %)"));
    }

    private static void Print(string what, IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        double At(int rank) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * rank / 100.0) - 1)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: p50 {At(50):0.0} ms, p99 {At(99):0.0} ms, max {sorted[^1]:0.0} ms ({sorted.Length})"));
    }
}
