using Orchestrator.Terminal.Input;
using Orchestrator.Tui.Panes;

namespace Orchestrator.Tui;

/// <content>Which part has the keyboard, and which one the screen.</content>
public sealed partial class Cockpit
{
    internal void FocusOn(Part part)
    {
        if (part == Part.PeerB && _snapshot.SinglePeer)
        {
            _console.Hint("Single-peer mode: there is no PeerB.");
            return;
        }

        HideSetup();
        if (part == _focus)
        {
            return;
        }

        TellFocus(gained: false);
        _focus = part;
        TellFocus(gained: true);
        FocusedPane()?.Pane?.Seen();

        _console.Invalidate();
        _log.Invalidate();
        _paneA.FrameChanged();
        _paneB.FrameChanged();
        _paneRun.FrameChanged();
        if (_zoomed is not null && _zoomed != part)
        {
            // The zoom stays with the focus: otherwise keys would go where nobody looks.
            _zoomed = part;
            Arrange();
        }
    }

    private void FocusOn(PaneTiles tiles, PaneView view)
    {
        if (view != tiles.Focused)
        {
            TellFocus(gained: false);
            tiles.FocusOn(view);
            TellFocus(gained: true);
            view.Pane?.Seen();
            _bar = "";
            _everything |= tiles.IsZoomed;
        }
    }

    // A program that asked for focus reports (DECSET 1004) is told; the encoder drops it for the others.
    private void TellFocus(bool gained)
    {
        if (FocusedPane() is { } pane)
        {
            Type(pane, new FocusInput(gained), fromHuman: false);
        }
    }

    internal void FocusNext()
    {
        if (_tiles is not null)
        {
            FocusOn(_tiles, _tiles.Next());
            return;
        }

        Part[] order = [Part.Console, Part.PeerA, .. _snapshot.SinglePeer ? Array.Empty<Part>() : [Part.PeerB], .. HasRun ? [Part.Run] : Array.Empty<Part>(), Part.Log];
        FocusOn(order[(Array.IndexOf(order, _focus) + 1) % order.Length]);
    }

    /// <summary>Focuses the nearest part in a direction, as the unzoomed screen has them.</summary>
    internal void FocusTowards(int dx, int dy)
    {
        if (_tiles is not null)
        {
            if (_tiles.Towards(dx, dy) is { } tile)
            {
                FocusOn(_tiles, tile);
            }

            return;
        }

        var grid = CockpitGrid.For(_size, _snapshot.SinglePeer, zoomed: null, HasRun);
        var from = grid[_focus];
        Part? best = null;
        var bestDistance = int.MaxValue;
        foreach (var part in (ReadOnlySpan<Part>)[Part.Console, Part.Log, Part.PeerA, Part.PeerB, Part.Run])
        {
            var to = grid[part];
            if (to.IsEmpty || part == _focus || !from.IsTowards(to, dx, dy))
            {
                continue;
            }

            var distance = from.DistanceTo(to);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (part, distance);
            }
        }

        if (best is { } target)
        {
            FocusOn(target);
        }
    }

    internal void ToggleZoom()
    {
        if (_tiles is not null)
        {
            _everything |= _tiles.ToggleZoom();
            return;
        }

        _zoomed = _zoomed is null ? _focus : null;
        Arrange();
    }

    internal void EnterScroll()
    {
        if (FocusedPane() is { } pane)
        {
            pane.EnterScroll();
        }
        else if (IsSession)
        {
            _console.Hint("Focus a pane first: here PageUp scrolls.");
        }
    }
}
