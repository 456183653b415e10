using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;

namespace Orchestrator.Tui;

/// <summary>What can have the focus.</summary>
internal enum Part
{
    Console,
    Log,
    PeerA,
    PeerB,
    /// <summary>A run of Aux or the Foreman, while there is one.</summary>
    Run,
}

/// <summary>Where everything is: console over log on the left, PeerA over PeerB on the right (alone, PeerA has the whole height), a run below them while there is one.</summary>
internal readonly record struct CockpitGrid(Rect Console, Rect Log, Rect PeerA, Rect PeerB, Rect Run = default)
{
    public const int MinColumns = 80;
    public const int MinRows = 24;

    private const int MinLeftColumns = 38;
    private const int MaxLeftColumns = 76;
    private const int MinLogRows = 5;
    private const int MaxLogRows = 8;

    public static bool Fits(TermSize size) => size.Columns >= MinColumns && size.Rows >= MinRows;

    public static CockpitGrid For(TermSize size, bool singlePeer, Part? zoomed, bool hasRun = false)
    {
        var all = new Rect(0, 0, size.Columns, size.Rows);
        if (zoomed is { } part)
        {
            return new CockpitGrid(
                part == Part.Console ? all : default,
                part == Part.Log ? all : default,
                part == Part.PeerA ? all : default,
                part == Part.PeerB ? all : default,
                part == Part.Run ? all : default);
        }

        var left = Math.Clamp(size.Columns * 2 / 5, MinLeftColumns, MaxLeftColumns);
        var log = Math.Clamp(size.Rows / 5, MinLogRows, MaxLogRows);
        var run = hasRun ? size.Rows / (singlePeer ? 2 : 3) : 0;
        var agents = size.Rows - run;
        var upper = singlePeer ? agents : (agents + 1) / 2;
        return new CockpitGrid(
            new Rect(0, 0, left, size.Rows - log),
            new Rect(0, size.Rows - log, left, log),
            new Rect(left, 0, size.Columns - left, upper),
            singlePeer ? default : new Rect(left, upper, size.Columns - left, agents - upper),
            hasRun ? new Rect(left, agents, size.Columns - left, run) : default);
    }

    public Rect this[Part part] => part switch
    {
        Part.Console => Console,
        Part.Log => Log,
        Part.PeerA => PeerA,
        Part.PeerB => PeerB,
        _ => Run,
    };
}
