using System.Diagnostics;
using System.Globalization;
using Orchestrator.Fuzz;

// --bytes N      how much to play (default 50,000,000)
// --seed N       where to begin; the same number plays the same streams
// --stream N     only the stream that a fault was reported with
// --no-memory    without the streams that try to fill the memory
long bytes = 50_000_000;
var seed = 1;
int? stream = null;
var memory = true;
for (var i = 0; i < args.Length; i++)
{
    var number = i + 1 < args.Length;
    switch (args[i])
    {
        case "--bytes" when number && long.TryParse(args[++i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes):
        case "--seed" when number && int.TryParse(args[++i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seed):
            break;
        case "--stream" when number && int.TryParse(args[++i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var one):
            stream = one;
            break;
        case "--no-memory":
            memory = false;
            break;
        default:
            Console.Error.WriteLine("Usage: [--bytes N] [--seed N] [--stream N] [--no-memory]");
            return 2;
    }
}

using var run = new FuzzRun(Console.Out, hang =>
{
    // The thread that hangs cannot be ended: the process is.
    Console.Out.WriteLine(hang);
    Environment.Exit(1);
});
if (stream is { } only)
{
    run.One(only);
    Console.WriteLine(run.Faults.Count == 0 ? "No fault." : "");
    return run.Faults.Count == 0 ? 0 : 1;
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, {bytes:N0} bytes, {run.RecordingCount} recordings."));
var started = Stopwatch.GetTimestamp();
run.Play(bytes, seed);
var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
List<string> large = [];
if (memory)
{
    Console.WriteLine($"What a screen of 200x50 with 10,000 lines of history keeps (at most {MemoryStreams.Bound >> 20} MB):");
    large = MemoryStreams.Measure(MemoryStreams.Many, (name, fed, kept) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {kept / 1048576.0,6:F1} MB of {fed / 1048576.0,6:F1} MB: {name}")));
    large.ForEach(fault => Console.WriteLine("FAULT " + fault));
}

using var me = Process.GetCurrentProcess();
var faults = run.Faults.Count + large.Count;
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{run.Bytes:N0} bytes in {run.Streams:N0} streams, {seconds:F0} s, {run.Bytes / 1e6 / seconds:F1} MB/s; longest piece {run.Slowest.TotalMilliseconds:F0} ms ({run.SlowestName}); peak memory {me.PeakWorkingSet64 >> 20} MB; {faults} faults"));
return faults == 0 ? 0 : 1;
