using System.Text.Json;

namespace Orchestrator.Fuzz;

/// <summary>Bytes that real programs printed and cases of the conformance corpus, when they lie beside the repository (<c>../shared</c>); mutated they reach what no grammar thinks of.</summary>
internal sealed class Recordings
{
    private readonly List<byte[]> _streams = [];

    public int Count => _streams.Count;

    public static Recordings Load()
    {
        Recordings recordings = new();
        for (var up = new DirectoryInfo(AppContext.BaseDirectory); up is not null; up = up.Parent)
        {
            var shared = Path.Combine(up.FullName, "shared");
            if (Directory.Exists(Path.Combine(shared, "vt")) || Directory.Exists(Path.Combine(shared, "agents")))
            {
                recordings.Read(shared);
                break;
            }
        }

        return recordings;
    }

    /// <summary>A piece of a recording with a few bytes flipped, dropped, doubled, or taken from another one.</summary>
    public void Write(ByteText output, int length, Random random)
    {
        var end = output.Length + length;
        while (output.Length < end)
        {
            ReadOnlySpan<byte> stream = _streams[random.Next(_streams.Count)];
            var start = random.Next(stream.Length);
            var piece = stream.Slice(start, Math.Min(stream.Length - start, random.Next(1, 2000)));
            for (var i = 0; i < piece.Length;)
            {
                var run = Math.Min(piece.Length - i, random.Next(1, 120));
                output.Add(piece.Slice(i, run));
                i += run;
                switch (random.Next(6))
                {
                    case 0: output.Add((byte)random.Next(256)); break;
                    case 1: i++; break;
                    case 2: i = Math.Max(0, i - random.Next(1, run + 1)); break;
                    case 3: output.Add("\e[").Add(random.Next(300)); break;
                    default: break;
                }
            }
        }
    }

    private void Read(string shared)
    {
        var cases = Path.Combine(shared, "vt", "public", "cases");
        if (Directory.Exists(cases))
        {
            foreach (var file in Directory.EnumerateFiles(cases, "input.bin", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                Add(File.ReadAllBytes(file));
            }
        }

        var casts = Path.Combine(shared, "agents", "casts");
        if (Directory.Exists(casts))
        {
            foreach (var file in Directory.EnumerateFiles(casts, "*.cast").Order(StringComparer.Ordinal))
            {
                Add(OutputOf(file));
            }
        }
    }

    private void Add(byte[] stream)
    {
        if (stream.Length > 0)
        {
            _streams.Add(stream);
        }
    }

    // asciicast v2: a line of JSON for each event; "o" is what the program printed.
    private static byte[] OutputOf(string file)
    {
        var output = new ByteText();
        foreach (var line in File.ReadLines(file).Skip(1).Where(line => line.Length > 0))
        {
            using var record = JsonDocument.Parse(line);
            if (record.RootElement[1].ValueEquals("o"u8))
            {
                output.Add(record.RootElement[2].GetString()!);
            }
        }

        return output.Span.ToArray();
    }
}
