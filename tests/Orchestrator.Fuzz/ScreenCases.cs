using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Fuzz;

/// <summary>Makes a screen's case from a seed.</summary>
internal sealed class ScreenCases(Recordings recordings)
{
    private readonly ByteText _bytes = new();

    public ScreenCase Make(int seed)
    {
        var random = new Random(seed);
        var size = SizeOf(random);
        var options = new ScreenOptions
        {
            ScrollbackLimit = random.Next(6) switch { 0 => 0, 1 => 1, 2 => 10, 3 => 10_000, _ => 300 },
            GraphemeClusters = random.Next(2) == 0,
        };
        var cells = size.Columns * size.Rows;
        var length = cells > 100_000 ? random.Next(1, 4_000) : cells > 20_000 ? random.Next(1, 32_000) : random.Next(1, 400_000);
        var resizes = new FuzzResize[random.Next(3) == 0 ? 0 : random.Next(1, 8)];
        for (var i = 0; i < resizes.Length; i++)
        {
            resizes[i] = new FuzzResize((i + random.NextDouble()) / resizes.Length, random.Next(4) == 0 ? Near(size, random) : SizeOf(random, cells));
        }

        _bytes.Clear();
        Fill(random, size, length);
        return new ScreenCase(_bytes.Span.ToArray(), size, options, resizes, random.Next());
    }

    private void Fill(Random random, TermSize size, int length)
    {
        var grammar = new VtGrammar(random, size);
        switch (random.Next(12))
        {
            case 0:
                for (var i = 0; i < length; i++)
                {
                    _bytes.Add((byte)random.Next(256));
                }

                break;
            case 1: // one thing over and over: what a flood is
                var one = new ByteText();
                grammar.Write(one, random.Next(1, 60));
                while (_bytes.Length < length)
                {
                    _bytes.Add(one.Span);
                }

                break;
            case < 4 when recordings.Count > 0:
                recordings.Write(_bytes, length, random);
                break;
            default:
                grammar.Write(_bytes, length);
                break;
        }
    }

    private static TermSize SizeOf(Random random, int cells = int.MaxValue)
    {
        var size = random.Next(12) switch
        {
            0 => new TermSize(1, 1),
            1 => new TermSize(random.Next(1, 4), random.Next(1, 4)),
            2 or 3 => new TermSize(random.Next(1, 30), random.Next(1, 12)),
            4 => new TermSize(random.Next(500, 1000), random.Next(1, 5)),
            5 => new TermSize(random.Next(1, 5), random.Next(100, 500)),
            6 when random.Next(8) == 0 => new TermSize(1000, 500),
            7 => new TermSize(200, 50),
            _ => new TermSize(80, 24),
        };
        return (long)size.Columns * size.Rows > Math.Max(cells * 4L, 20_000) ? new TermSize(80, 24) : size;
    }

    private static TermSize Near(TermSize size, Random random) =>
        new(Math.Max(1, size.Columns + random.Next(-1, 2)), Math.Max(1, size.Rows + random.Next(-1, 2)));
}
