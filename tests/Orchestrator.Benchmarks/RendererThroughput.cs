using System.Buffers;
using BenchmarkDotNet.Attributes;
using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Benchmarks;

/// <summary>Frames of a 200x50 cockpit: what a key costs, what a flooding pane costs, what a whole redraw costs.</summary>
[MemoryDiagnoser]
public class RendererThroughput
{
    private readonly Surface _surface = new(new TermSize(200, 50)) { Cursor = new CursorPosition(10, 10) };
    private readonly FrameRenderer _renderer = new(OuterTerminal.Modern);
    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private int _frame;

    [GlobalSetup]
    public void Setup() => Flood();

    /// <summary>Nothing changed: the whole comparison and no byte.</summary>
    [Benchmark]
    public int Unchanged() => Render();

    /// <summary>One cell changed.</summary>
    [Benchmark]
    public int OneCell()
    {
        _surface.Row(25)[100] = Cell.Of((char)('a' + (_frame++ % 26)));
        return Render();
    }

    /// <summary>A half-width pane whose every line changed, plain text.</summary>
    [Benchmark]
    public int Flood()
    {
        _frame++;
        for (var y = 0; y < 50; y++)
        {
            var row = _surface.Row(y);
            for (var x = 100; x < 200; x++)
            {
                row[x] = Cell.Of((char)('!' + ((x + y + _frame) % 90)));
            }
        }

        return Render();
    }

    /// <summary>The same with a new 24-bit colour every five cells.</summary>
    [Benchmark]
    public int ColouredFlood()
    {
        _frame++;
        for (var y = 0; y < 50; y++)
        {
            var row = _surface.Row(y);
            for (var x = 100; x < 200; x++)
            {
                row[x] = Cell.Of((char)('!' + ((x + y + _frame) % 90)), new Style { Foreground = Color.Rgb((byte)(x / 5), (byte)y, (byte)_frame) });
            }
        }

        return Render();
    }

    /// <summary>A resize or a new client.</summary>
    [Benchmark]
    public int Everything()
    {
        _renderer.Invalidate();
        return Render();
    }

    private int Render()
    {
        _output.ResetWrittenCount();
        _renderer.Render(_surface, _output);
        return _output.WrittenCount;
    }
}
