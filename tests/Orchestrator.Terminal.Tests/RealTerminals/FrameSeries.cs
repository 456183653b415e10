using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Terminal.Tests.Rendering;

namespace Orchestrator.Terminal.Tests.RealTerminals;

/// <summary>Many random frames for one terminal, and the picture that must be there after the last.</summary>
internal sealed class FrameSeries
{
    public FrameSeries(int seed, TermSize size, OuterTerminal outer)
    {
        const int Frames = 150;
        Outer = outer;
        var random = new RandomSurfaces(seed) { Plain = true };
        Last = new Surface(size);
        var renderer = new FrameRenderer(outer);
        var bytes = new List<byte>();
        bytes.AddRange(outer.EnterSequence.Span);
        for (var frame = 0; frame < Frames; frame++)
        {
            RendererProof.ChangeSome(random, Last, renderer);
            bytes.AddRange(FrameRendererTests.Render(renderer, Last));
        }

        Bytes = [.. bytes];
    }

    public OuterTerminal Outer { get; }

    public Surface Last { get; }

    public byte[] Bytes { get; }

    /// <summary>A row as it is meant.</summary>
    public Cell[] Cells(int y)
    {
        var cells = new Cell[Last.Size.Columns];
        SafeCells.Copy(Last.ReadRow(y), cells, Outer.Clusters);
        return cells;
    }

    /// <summary>The last picture with other styles.</summary>
    public Surface WithStyles(Func<Style, Style> map)
    {
        var surface = new Surface(Last.Size);
        for (var y = 0; y < surface.Size.Rows; y++)
        {
            Cell[] cells = [.. Last.ReadRow(y).ToArray().Select(cell => cell with { Style = map(cell.Style) })];
            cells.CopyTo(surface.Row(y));
        }

        return surface;
    }
}
