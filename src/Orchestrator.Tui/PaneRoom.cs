using Orchestrator.Core.Peers;
using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Tui.Panes;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui;

/// <summary>
/// How much room a cockpit gives to a pane. A program is started with this size: one that formats its text at the start (man, an agent's
/// greeting) does not do it again when it is told another size a moment later.
/// </summary>
public static class PaneRoom
{
    // Below this, a status bar would cost a lone pane more than it tells.
    private const int MinRowsForBar = 4;

    /// <summary>A pane that is alone on a terminal, with the status bar below it.</summary>
    public static TermSize Alone(TermSize terminal) => terminal.Rows >= MinRowsForBar ? terminal with { Rows = terminal.Rows - 1 } : terminal;

    /// <summary>Pane <paramref name="index"/> of <paramref name="count"/> in a grid, with the status bar below it.</summary>
    public static TermSize InGrid(TermSize terminal, int index, int count)
    {
        var all = Alone(terminal);
        if (count == 1)
        {
            return all;
        }

        var room = Border.Inside(TileGrid.Tile(new Rect(0, 0, all.Columns, all.Rows), index, count));
        return new TermSize(Math.Max(1, room.Width), Math.Max(1, room.Height));
    }

    /// <summary>The pane of a run of Aux or the Foreman.</summary>
    public static TermSize OfRun(TermSize terminal, bool singlePeer)
    {
        var size = CockpitGrid.Fits(terminal) ? terminal : new TermSize(CockpitGrid.MinColumns, CockpitGrid.MinRows);
        var room = Border.Inside(CockpitGrid.For(size, singlePeer, zoomed: null, hasRun: true).Run);
        return new TermSize(room.Width, room.Height);
    }

    /// <summary>An agent's pane; on a terminal that is too small for the cockpit, as on the smallest that is not.</summary>
    public static TermSize InSession(TermSize terminal, AgentRole role, bool singlePeer)
    {
        var size = CockpitGrid.Fits(terminal) ? terminal : new TermSize(CockpitGrid.MinColumns, CockpitGrid.MinRows);
        var part = singlePeer || role == AgentRole.PeerA ? Part.PeerA : Part.PeerB;
        var room = Border.Inside(CockpitGrid.For(size, singlePeer, zoomed: null)[part]);
        return new TermSize(room.Width, room.Height);
    }
}
