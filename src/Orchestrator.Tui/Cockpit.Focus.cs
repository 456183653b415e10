using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
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

        // A program that asked for focus reports (DECSET 1004) is told; the encoder drops it for the others.
        if (FocusedPane() is { } before)
        {
            Type(before, new FocusInput(Gained: false), fromHuman: false);
        }

        _focus = part;
        if (FocusedPane() is { } after)
        {
            Type(after, new FocusInput(Gained: true), fromHuman: false);
        }

        _console.Invalidate();
        _log.Invalidate();
        _paneA.FrameChanged();
        _paneB.FrameChanged();
        if (_zoomed is not null && _zoomed != part)
        {
            // The zoom stays with the focus: otherwise keys would go where nobody looks.
            _zoomed = part;
            Arrange();
        }
    }

    internal void FocusNext()
    {
        Part[] order = _snapshot.SinglePeer ? [Part.Console, Part.PeerA, Part.Log] : [Part.Console, Part.PeerA, Part.PeerB, Part.Log];
        FocusOn(order[(Array.IndexOf(order, _focus) + 1) % order.Length]);
    }

    /// <summary>Focuses the nearest part in a direction, as the unzoomed screen has them.</summary>
    internal void FocusTowards(int dx, int dy)
    {
        CockpitGrid grid = CockpitGrid.For(_size, _snapshot.SinglePeer, zoomed: null);
        Rect from = grid[_focus];
        Part? best = null;
        int bestDistance = int.MaxValue;
        foreach (Part part in (ReadOnlySpan<Part>)[Part.Console, Part.Log, Part.PeerA, Part.PeerB])
        {
            Rect to = grid[part];
            if (to.IsEmpty || part == _focus || !LiesTowards(from, to, dx, dy))
            {
                continue;
            }

            int distance = Math.Abs(to.X + (to.Width / 2) - from.X - (from.Width / 2)) + Math.Abs(to.Y + (to.Height / 2) - from.Y - (from.Height / 2));
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

    private static bool LiesTowards(Rect from, Rect to, int dx, int dy) =>
        dx > 0 ? to.X >= from.Right
        : dx < 0 ? to.Right <= from.X
        : dy > 0 ? to.Y >= from.Bottom && to.X < from.Right && to.Right > from.X
        : to.Bottom <= from.Y && to.X < from.Right && to.Right > from.X;
}
