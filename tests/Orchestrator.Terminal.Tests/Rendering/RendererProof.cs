using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Rendering;

/// <summary>For random pictures and random changes, the bytes replayed give exactly the picture: whatever the terminal can do, and however it measures text.</summary>
public sealed class RendererProof
{
    public static TheoryData<ColorDepth, bool, bool> Terminals
    {
        get
        {
            var data = new TheoryData<ColorDepth, bool, bool>();
            foreach (var colors in Enum.GetValues<ColorDepth>())
            {
                foreach (var erases in new[] { false, true })
                {
                    data.Add(colors, erases, true);
                    data.Add(colors, erases, false);
                }
            }

            return data;
        }
    }

    /// <summary>Names of <see cref="Replay"/>.</summary>
    public static TheoryData<string> Measures => ["adds up", "adds up, old", "adds up, all emoji wide", "ambiguous wide", "moves everything left"];

    [Theory]
    [MemberData(nameof(Terminals))]
    public void Replayed_by_a_terminal_that_takes_nothing_else(ColorDepth colors, bool backColorErase, bool extras) =>
        ReplayWithNothingElse(colors, backColorErase, extras, seeds: 4);

    [Theory]
    [Long]
    [MemberData(nameof(Terminals))]
    public void Replayed_by_a_terminal_that_takes_nothing_else_with_many_seeds(ColorDepth colors, bool backColorErase, bool extras) =>
        ReplayWithNothingElse(colors, backColorErase, extras, seeds: 20);

    private static void ReplayWithNothingElse(ColorDepth colors, bool backColorErase, bool extras, int seeds)
    {
        var outer = Outer(colors, backColorErase, extras);
        for (var seed = 0; seed < seeds; seed++)
        {
            Play(seed, 30, outer, size => new ReplayTerminal(size.Columns, size.Rows, backColorErase) { MeasureCluster = Graphemes.Width }, measuresAsWeDo: true);
        }
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void Replayed_by_a_terminal_that_measures_otherwise(string measure) => ReplayOtherwise(measure, seeds: 12);

    [Theory]
    [Long]
    [MemberData(nameof(Measures))]
    public void Replayed_by_a_terminal_that_measures_otherwise_with_many_seeds(string measure) =>
        ReplayOtherwise(measure, seeds: 70);

    private static void ReplayOtherwise(string measure, int seeds)
    {
        for (var seed = 1000; seed < 1000 + seeds; seed++)
        {
            var outer = OuterTerminal.Modern with { AmbiguousWide = measure == "ambiguous wide", BackColorErase = seed % 2 == 0, Clusters = seed % 4 < 2 };
            var edge = (AtTheEdge)(seed % 3);
            Play(seed, 30, outer, size => Replay(measure, size, edge, outer.BackColorErase), measuresAsWeDo: false);
        }
    }

    [Theory]
    [MemberData(nameof(Terminals))]
    public void Replayed_by_our_own_emulator(ColorDepth colors, bool backColorErase, bool extras) =>
        ReplayByOurs(colors, backColorErase, extras, seeds: 4);

    [Theory]
    [Long]
    [MemberData(nameof(Terminals))]
    public void Replayed_by_our_own_emulator_with_many_seeds(ColorDepth colors, bool backColorErase, bool extras) =>
        ReplayByOurs(colors, backColorErase, extras, seeds: 15);

    private static void ReplayByOurs(ColorDepth colors, bool backColorErase, bool extras, int seeds)
    {
        var outer = Outer(colors, backColorErase, extras);
        for (var seed = 2000; seed < 2000 + seeds; seed++)
        {
            var random = new RandomSurfaces(seed) { Plain = true };
            var size = new TermSize(2 + random.Next(60), 1 + random.Next(12));
            var surface = new Surface(size);
            var renderer = new FrameRenderer(outer);
            var screen = new Screen(size, new ScreenOptions { GraphemeClusters = true });
            screen.Feed(outer.EnterSequence.Span);
            for (var frame = 0; frame < 30; frame++)
            {
                if (random.Next(15) == 0)
                {
                    size = new TermSize(2 + random.Next(60), 1 + random.Next(12));
                    surface.Resize(size);
                    surface.Cursor = null;
                    screen.Resize(size);
                }

                ChangeSome(random, surface, renderer);
                screen.Feed(FrameRendererTests.Render(renderer, surface));
                Picture.Check(surface, Picture.Of(screen), outer, $"seed {seed}, frame {frame}");
                Assert.Equal(surface.Cursor is not null, screen.Modes.CursorVisible);
                if (surface.Cursor is { } cursor)
                {
                    Assert.Equal((cursor.Row, cursor.Column), (screen.Cursor.Row, screen.Cursor.Column));
                    Assert.Equal(outer.CursorShapes ? surface.CursorShape : CursorShape.Default, screen.CursorShape);
                }
            }
        }
    }

    internal static OuterTerminal Outer(ColorDepth colors, bool backColorErase, bool extras) => new()
    {
        Colors = colors,
        BackColorErase = backColorErase,
        SynchronizedOutput = extras,
        ExtendedUnderline = extras,
        CursorShapes = extras,
        Hyperlinks = extras,
        Clusters = extras,
        EraseCharacters = extras,
    };

    internal static void ChangeSome(RandomSurfaces random, Surface surface, FrameRenderer renderer)
    {
        for (var change = random.Next(5); change >= 0; change--)
        {
            random.Change(surface);
        }

        if (random.Next(20) == 0)
        {
            renderer.Invalidate();
        }
    }

    private static ReplayTerminal Replay(string measure, TermSize size, AtTheEdge edge, bool backColorErase)
    {
        int AddsUp(int codePoint) => Graphemes.Width(new System.Text.Rune(codePoint).ToString());

        // Half a flag is neutral (UAX #11): one column in every terminal that does not join two.
        bool IsUncertain(int codePoint) => codePoint is < 0x1f1e6 or > 0x1f1ff && WidthCertainty.MostColumns(
            new Cell { CodePoint = codePoint, Width = (byte)Math.Max(1, AddsUp(codePoint)) }, ambiguousWide: true) != WidthCertainty.Certain;

        Func<int, int> width = measure switch
        {
            "adds up" => AddsUp,
            "adds up, old" => codePoint => codePoint is 0x1ace or 0xe0067 or 0xe0062 or 0xe007f ? 1 : codePoint is >= 0x1f000 and < 0x20000 or 0x231a ? 1 : AddsUp(codePoint),
            "adds up, all emoji wide" => codePoint => AddsUp(codePoint) == 1 && Unicode.IsPictographic(Unicode.Properties(codePoint)) ? 2 : AddsUp(codePoint),
            "ambiguous wide" => codePoint => AddsUp(codePoint) == 1 && IsUncertain(codePoint) ? 2 : AddsUp(codePoint),
            _ => codePoint => AddsUp(codePoint) == 2 && IsUncertain(codePoint) ? 1 : AddsUp(codePoint),
        };
        return new ReplayTerminal(size.Columns, size.Rows, backColorErase) { Measure = width, Edge = edge };
    }

    private static void Play(int seed, int frames, OuterTerminal outer, Func<TermSize, ReplayTerminal> start, bool measuresAsWeDo)
    {
        var random = new RandomSurfaces(seed) { Honest = measuresAsWeDo };
        var size = new TermSize(1 + random.Next(60), 1 + random.Next(12));
        var surface = new Surface(size);
        var renderer = new FrameRenderer(outer);
        var replay = start(size);
        for (var frame = 0; frame < frames; frame++)
        {
            if (random.Next(20) == 0)
            {
                // A terminal that has another size may show anything.
                size = new TermSize(1 + random.Next(60), 1 + random.Next(12));
                surface.Resize(size);
                surface.Cursor = null;
                replay = start(size);
            }

            ChangeSome(random, surface, renderer);
            var bytes = FrameRendererTests.Render(renderer, surface);
            var where = $"seed {seed}, frame {frame}";
            replay.Feed(bytes);
            Assert.False(replay.LinkIsOpen, where);
            if (measuresAsWeDo)
            {
                Picture.Check(surface, Picture.Of(replay, size), outer, where);
            }
            else
            {
                Picture.CheckNeighbours(surface, replay, outer, where);
            }

            Assert.Equal(surface.Cursor is not null, replay.CursorVisible);
            if (surface.Cursor is { } cursor)
            {
                Assert.Equal((cursor.Row, cursor.Column), (replay.Row, replay.Column));
                Assert.Equal(outer.CursorShapes ? (int)surface.CursorShape : 0, replay.Shape);
            }
        }
    }
}
