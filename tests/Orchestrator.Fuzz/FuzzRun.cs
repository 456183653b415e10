using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Orchestrator.Fuzz;

/// <summary>Plays cases made from seeds until enough bytes have gone through, and says what was found.</summary>
internal sealed class FuzzRun : IDisposable
{
    private const int MostFaults = 20;

    private readonly TextWriter _output;
    private readonly Recordings _recordings = Recordings.Load();
    private readonly ScreenCases _screens;
    private readonly Watchdog _watchdog;
    private readonly List<string> _faults = [];

    /// <param name="hung">Called on another thread with a sentence when a piece of a stream does not end.</param>
    public FuzzRun(TextWriter output, Action<string> hung)
    {
        _output = output;
        _screens = new ScreenCases(_recordings);
        _watchdog = new Watchdog(hung);
    }

    public IReadOnlyList<string> Faults => _faults;

    public int RecordingCount => _recordings.Count;

    public TimeSpan Slowest => _watchdog.Slowest;

    public string SlowestName => _watchdog.SlowestName;

    public long Bytes { get; private set; }

    public int Streams { get; private set; }

    /// <summary>The case of one seed: mostly a screen's, else the input's or the renderer's.</summary>
    public FuzzCase Make(int seed) => new Random(seed).Next(10) switch
    {
        0 => InputCase.Make(seed, _recordings),
        < 3 => RendererCase.Make(seed, _screens),
        _ => _screens.Make(seed),
    };

    public void Play(long bytes, int seed)
    {
        var next = bytes / 10;
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; Bytes < bytes && _faults.Count < MostFaults; i++)
        {
            One(unchecked((seed * 1_000_003) + i));
            if (Bytes >= next)
            {
                next += bytes / 10;
                _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Bytes / 1e6:F0} MB, {Streams} streams, {Bytes / 1e6 / Stopwatch.GetElapsedTime(started).TotalSeconds:F1} MB/s, {_faults.Count} faults"));
                _output.Flush();
            }
        }
    }

    public void One(int seed)
    {
        _watchdog.Playing = $"--stream {seed}";
        var made = Make(seed);
        Bytes += made.Bytes.Length;
        Streams++;
        if (Minimiser.Fault(made, _watchdog) is { } fault)
        {
            var small = Minimiser.Shrink(made, _watchdog);
            var report = $"--stream {seed} ({made}): {fault}\n    as small as it gets: {Minimiser.Fault(small, _watchdog)}\n    {Escaped(small.Bytes)}";
            _faults.Add(report);
            _output.WriteLine("FAULT " + report);
        }
    }

    public void Dispose() => _watchdog.Dispose();

    private static string Escaped(byte[] bytes)
    {
        const int Shown = 600;
        var text = new StringBuilder();
        foreach (var b in bytes.AsSpan(0, Math.Min(bytes.Length, Shown)))
        {
            text.Append(b is >= 0x20 and < 0x7F and not (byte)'\\' ? ((char)b).ToString() : $"\\x{b:x2}");
        }

        return bytes.Length > Shown ? $"{text} ... ({bytes.Length} bytes)" : text.ToString();
    }
}
