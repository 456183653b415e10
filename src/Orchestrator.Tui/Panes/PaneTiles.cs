using Orchestrator.Terminal.Rendering;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Panes;

/// <summary>The panes of a session without agents: one on all the room, or several in a grid with borders, of which one has the keyboard.</summary>
internal sealed class PaneTiles(Theme theme, Func<IReadOnlyList<IPane>> panes)
{
    private readonly List<PaneView> _views = [];
    private Rect _area;
    private int _focus;
    private bool _zoomed;

    public IReadOnlyList<PaneView> Views => _views;

    /// <summary>The pane that has the keyboard.</summary>
    public PaneView Focused => _views[_focus];

    public bool AreMany => _views.Count > 1;

    public bool NeedsDraw
    {
        get
        {
            foreach (var view in _views)
            {
                if (view.NeedsDraw && IsVisible(view))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Makes a view for each pane that has none; what stood before stays.</summary>
    public void Attach()
    {
        var all = panes();
        var known = _views.Count;
        for (var i = 0; i < all.Count; i++)
        {
            if (i == _views.Count)
            {
                _views.Add(new PaneView(theme));
            }

            _views[i].Attach(all[i]);
        }

        if (known != _views.Count && !_area.IsEmpty)
        {
            Arrange(_area);
        }
    }

    public void Arrange(Rect area)
    {
        _area = area;
        for (var i = 0; i < _views.Count; i++)
        {
            // A pane that another hides keeps its size.
            if (IsVisible(_views[i]))
            {
                _views[i].Arrange(_zoomed ? area : TileGrid.Tile(area, i, _views.Count), framed: AreMany);
            }
        }
    }

    public void Invalidate()
    {
        foreach (var view in _views)
        {
            view.Invalidate();
        }
    }

    public void Draw(Surface surface)
    {
        foreach (var view in _views)
        {
            if (view.NeedsDraw && IsVisible(view))
            {
                var focused = view == Focused;
                view.Draw(surface, AreMany && view.FrameNeedsDraw ? Title(view, focused) : [], focused, _zoomed, AreMany && view.FrameNeedsDraw ? Ended(view) : null);
            }
        }
    }

    public bool IsZoomed => _zoomed;

    public void FocusOn(PaneView view)
    {
        Focused.FrameChanged();
        _focus = _views.IndexOf(view);
        Focused.FrameChanged();
        if (_zoomed)
        {
            // The zoom stays with the focus: otherwise keys would go where nobody looks.
            Arrange(_area);
        }
    }

    public PaneView Next() => _views[(_focus + 1) % _views.Count];

    /// <summary>The nearest pane in a direction, as the unzoomed grid has them; null when there is none.</summary>
    public PaneView? Towards(int dx, int dy)
    {
        var from = TileGrid.Tile(_area, _focus, _views.Count);
        var best = -1;
        var bestDistance = int.MaxValue;
        for (var i = 0; i < _views.Count; i++)
        {
            var to = TileGrid.Tile(_area, i, _views.Count);
            var distance = from.DistanceTo(to);
            if (i != _focus && from.IsTowards(to, dx, dy) && distance < bestDistance)
            {
                (best, bestDistance) = (i, distance);
            }
        }

        return best < 0 ? null : _views[best];
    }

    public PaneView? At(int x, int y)
    {
        foreach (var view in _views)
        {
            if (IsVisible(view) && view.Area.Contains(x, y))
            {
                return view;
            }
        }

        return null;
    }

    /// <summary>True when the arrangement changed.</summary>
    public bool ToggleZoom()
    {
        if (!AreMany)
        {
            return false;
        }

        _zoomed = !_zoomed;
        Arrange(_area);
        return true;
    }

    private bool IsVisible(PaneView view) => !_zoomed || view == Focused;

    private TextRun[] Title(PaneView view, bool focused)
    {
        var title = new TextRun(CleanText.OneLine(view.Pane?.Title ?? ""), focused ? theme.TitleFocused : theme.Title);
        return view.Pane is { HasRung: true } ? [title, new(" · bell", theme.Warning)] : [title];
    }

    private static string? Ended(PaneView view) =>
        view.Pane is { IsAlive: false } ended ? $"ended: {CleanText.OneLine(ended.ExitText ?? "nobody knows how")}" : view.Pane?.Trouble;
}
