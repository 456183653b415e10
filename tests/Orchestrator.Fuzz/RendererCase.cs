using System.Buffers;
using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Fuzz;

/// <summary>
/// A pane that prints anything, drawn frame by frame into a surface of another size, at another place. The outer stream must hold what a renderer says,
/// and nothing that the pane said.
/// </summary>
internal sealed class RendererCase(byte[] bytes, TermSize pane, TermSize surface, OuterTerminal outer, int pieceSeed) : FuzzCase(bytes)
{
    public override FuzzCase With(byte[] bytes) => new RendererCase(bytes, pane, surface, outer, pieceSeed);

    public override string ToString() => $"renderer, pane {pane} on {surface}, {outer}";

    public static RendererCase Make(int seed, ScreenCases screens)
    {
        var random = new Random(seed);
        var screen = screens.Make(random.Next());
        var surface = new TermSize(random.Next(1, 250), random.Next(1, 70));
        var outer = random.Next(3) == 0 ? OuterTerminal.Modern : new OuterTerminal
        {
            Colors = (ColorDepth)random.Next(4),
            SynchronizedOutput = random.Next(2) == 0,
            BackColorErase = random.Next(2) == 0,
            ExtendedUnderline = random.Next(2) == 0,
            CursorShapes = random.Next(2) == 0,
            Hyperlinks = random.Next(2) == 0,
            Clusters = random.Next(2) == 0,
            AmbiguousWide = random.Next(4) == 0,
            EraseCharacters = random.Next(4) != 0,
        };
        const int Enough = 40_000;
        return new RendererCase(screen.Bytes[..Math.Min(screen.Bytes.Length, Enough)], screen.Size, surface, outer, random.Next());
    }

    public override string? Play(Watchdog watchdog)
    {
        var random = new Random(pieceSeed);
        var screen = new Screen(pane, new ScreenOptions { ScrollbackLimit = 50 });
        var picture = new Surface(surface);
        var renderer = new FrameRenderer(outer);
        var frame = new ArrayBufferWriter<byte>();
        var check = new OuterStream(outer.Hyperlinks ? OuterExtras.Links : OuterExtras.None);
        for (var at = 0; at < Bytes.Length;)
        {
            var count = Math.Min(random.Next(1, 3000), Bytes.Length - at);
            screen.Feed(Bytes.AsSpan(at, count));
            at += count;
            if (random.Next(20) == 0)
            {
                picture.Resize(new TermSize(random.Next(1, 250), random.Next(1, 70)));
            }

            watchdog.Begin();
            Draw(screen, picture, random);
            frame.ResetWrittenCount();
            renderer.Render(picture, frame);
            watchdog.End();
            if (check.Take(frame.WrittenSpan) is { } fault)
            {
                return $"{fault} (a frame after byte {at})";
            }
        }

        return null;
    }

    private static void Draw(Screen screen, Surface picture, Random random)
    {
        var left = random.Next(picture.Size.Columns);
        var top = random.Next(picture.Size.Rows);
        for (var y = 0; y < Math.Min(screen.Size.Rows, picture.Size.Rows - top); y++)
        {
            screen.CopyRow(y, picture.Row(top + y)[left..]);
        }

        // A title, as it is drawn in a border.
        picture.DrawText(random.Next(-3, picture.Size.Columns), random.Next(picture.Size.Rows), screen.Title ?? "", default, picture.Bounds);
        picture.Cursor = screen.Modes.CursorVisible ? screen.Cursor : null;
        picture.CursorShape = screen.CursorShape;
    }
}
