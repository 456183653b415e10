using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Benchmarks;

/// <summary>Parser and screen together, 200x50 with a full history: how many bytes of program output they take in a second, and what they allocate.</summary>
[MemoryDiagnoser]
[Config(typeof(Configuration))]
public class ScreenThroughput
{
    private const int Size = 16 << 20;
    private const int Chunk = 4096; // what one read of a PTY returns

    private readonly Screen _screen = new(new TermSize(200, 50));
    private byte[] _bytes = [];

    public enum Kind
    {
        Plain,
        Sgr,
        Utf8,
    }

    [Params(Kind.Plain, Kind.Sgr, Kind.Utf8)]
    public Kind Input { get; set; }

    [GlobalSetup]
    public void Make()
    {
        var text = new StringBuilder();
        for (var line = 0; text.Length < 1 << 18; line++)
        {
            AppendLine(text, line);
        }

        var part = Encoding.UTF8.GetBytes(text.ToString());
        _bytes = new byte[Size / part.Length * part.Length];
        for (var i = 0; i < _bytes.Length; i += part.Length)
        {
            part.CopyTo(_bytes, i);
        }
    }

    [Benchmark]
    public void Feed()
    {
        for (var i = 0; i < _bytes.Length; i += Chunk)
        {
            _screen.Feed(_bytes.AsSpan(i, Math.Min(Chunk, _bytes.Length - i)));
        }
    }

    private void AppendLine(StringBuilder text, int line)
    {
        switch (Input)
        {
            case Kind.Plain:
                text.Append($"{line,8} ").Append('x', 60 + (line % 60)).Append(" the quick brown fox\r\n");
                break;
            case Kind.Sgr:
                for (var i = 0; i < 12; i++)
                {
                    text.Append($"\e[38;5;{(line + i) % 256}mword{i:00}\e[0m \e[1;3{i % 8}mkey\e[m=");
                }

                text.Append("\r\n");
                break;
            default:
                text.Append($"{line,8} ").Insert(text.Length, "漢字かな交じり文 ├──┤ naïve café → ", 3).Append("\r\n");
                break;
        }
    }

    private sealed class Configuration : ManualConfig
    {
        public Configuration() => AddColumn(new Rate());
    }

    /// <summary>Megabytes (10^6) a second, from the mean.</summary>
    private sealed class Rate : IColumn
    {
        public string Id => "MB/s";

        public string ColumnName => "MB/s";

        public bool AlwaysShow => true;

        public ColumnCategory Category => ColumnCategory.Statistics;

        public int PriorityInCategory => 0;

        public bool IsNumeric => true;

        public UnitType UnitType => UnitType.Dimensionless;

        public string Legend => "Megabytes (10^6) taken in a second";

        public bool IsAvailable(Summary summary) => true;

        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
            summary[benchmarkCase]?.ResultStatistics is { } statistics ? $"{Size * 1e3 / statistics.Mean:0}" : "-";

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
    }
}
