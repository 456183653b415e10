using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Plan;
using Orchestrator.Core.Runs;
using Orchestrator.Core.Session;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Console;
using Orchestrator.Tui.Panes;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui;

/// <content>Drawing: all of it when the arrangement changed, else only the parts that say so.</content>
public sealed partial class Cockpit
{
    private Surface? _surface;
    private bool _everything = true;
    private string _bar = "";

    private int BarRows => _size.Rows - PaneRoom.Alone(_size).Rows;

    private bool ShowsSetup => _setup is not null && !_setupHidden;

    /// <summary>Brings the surface up to date. It must be the one that was drawn on before, or everything is drawn.</summary>
    public void Draw(Surface surface)
    {
        ArgumentNullException.ThrowIfNull(surface);
        Resize(surface.Size);
        if (!ReferenceEquals(surface, _surface))
        {
            _surface = surface;
            _everything = true;
        }

        if (_everything)
        {
            surface.Clear();
            InvalidateParts();
        }

        surface.Cursor = null;
        surface.CursorShape = CursorShape.Default;
        if (!Fits)
        {
            var need = $"cccc needs {CockpitGrid.MinColumns}x{CockpitGrid.MinRows}; this terminal is {_size}";
            Notice.Draw(surface, surface.Bounds, need, _theme.Text);
        }
        else if (_tiles is not null)
        {
            DrawTiles(surface, _tiles);
        }
        else if (ShowsSetup)
        {
            DrawSetup(surface);
        }
        else
        {
            DrawParts(surface);
        }

        DrawDialog(surface);
        _everything = false;
    }

    private bool PartsNeedDraw()
    {
        if (!Fits)
        {
            return false;
        }

        if (_tiles is not null)
        {
            return _tiles.NeedsDraw;
        }

        if (ShowsSetup)
        {
            return _setup!.NeedsDraw;
        }

        return (IsVisible(Part.Console) && _console.NeedsDraw)
            || (IsVisible(Part.Log) && _log.NeedsDraw)
            || (IsVisible(Part.PeerA) && _paneA.NeedsDraw)
            || (IsVisible(Part.PeerB) && _paneB.NeedsDraw)
            || (IsVisible(Part.Run) && _paneRun.NeedsDraw);
    }

    private bool IsVisible(Part part) => !_grid[part].IsEmpty;

    private void InvalidateParts()
    {
        _console.Invalidate();
        _log.Invalidate();
        _paneA.Invalidate();
        _paneB.Invalidate();
        _paneRun.Invalidate();
        _tiles?.Invalidate();
        _setup?.Invalidate();
        _bar = "";
    }

    private void DrawParts(Surface surface)
    {
        if (IsVisible(Part.Console) && _console.NeedsDraw)
        {
            _console.Draw(surface, _focus == Part.Console);
        }

        if (IsVisible(Part.Log) && _log.NeedsDraw)
        {
            _log.Draw(surface, _focus == Part.Log);
        }

        DrawPane(surface, _paneA, Part.PeerA, AgentRole.PeerA);
        DrawPane(surface, _paneB, Part.PeerB, AgentRole.PeerB);
        DrawRun(surface);
        if (_focus == Part.Console)
        {
            surface.Cursor = _console.Cursor;
        }
        else if (FocusedPane() is { } pane)
        {
            ShowCursor(surface, pane);
        }
    }

    private void DrawPane(Surface surface, PaneView view, Part part, AgentRole role)
    {
        if (!IsVisible(part) || !view.NeedsDraw)
        {
            return;
        }

        AgentView? agent = null;
        foreach (var candidate in _snapshot.Agents)
        {
            agent = candidate.Role == role ? candidate : agent;
        }

        if (view.Pane is null)
        {
            view.EmptyText = _snapshot.Phase == SessionPhase.Setup ? $"{role.Label()} is not launched yet. /setup chooses the agents." : $"{role.Label()} has no terminal yet.";
        }

        view.Draw(
            surface, view.FrameNeedsDraw ? PaneTitle(role, agent, _focus == part) : [], _focus == part, _zoomed == part, view.FrameNeedsDraw ? Ended(view, role) : null,
            view.FrameNeedsDraw && agent?.Prompt is { } prompt ? StatusBar.WaysToAnswer(prompt, role, otherwise: "answer here") : null);
    }

    private void DrawRun(Surface surface)
    {
        if (!IsVisible(Part.Run) || !_paneRun.NeedsDraw || _paneRun.Pane is not { } pane)
        {
            return;
        }

        var focused = _focus == Part.Run;
        RunView? run = _snapshot.Runs.FirstOrDefault(run => pane.Title.StartsWith(run.Kind.ToString(), StringComparison.Ordinal));
        TextRun[] title =
        [
            new(pane.Title, focused ? _theme.TitleFocused : _theme.Title),
            run is not null ? new($" · until {TimeZoneInfo.ConvertTime(run.Limit, _zone):HH:mm:ss}", _theme.Quiet) : new(" · ended", _theme.Quiet),
        ];
        _paneRun.Draw(surface, _paneRun.FrameNeedsDraw ? title : [], focused, _zoomed == Part.Run, pane.IsAlive ? null : $"ended: {pane.ExitText}");
    }

    private TextRun[] PaneTitle(AgentRole role, AgentView? agent, bool focused)
    {
        var label = new TextRun(role.Label(), focused ? _theme.TitleFocused : _theme.Title);
        TextRun[] bell = _context.Pane(role) is { HasRung: true } ? [new(" · bell", _theme.Warning)] : [];
        if (agent is null)
        {
            return [label, .. bell];
        }

        return
        [
            label,
            new($" · {CleanText.OneLine(agent.ActorId)} · ", _theme.Quiet),
            new($"{agent.State.Mark()} {agent.State.Word()}", _theme.Of(agent.State)),
            .. bell,
        ];
    }

    private static string? Ended(PaneView view, AgentRole role)
    {
        if (view.Pane is { IsAlive: true, Trouble: { } trouble })
        {
            return $"{role.Label()} {trouble}";
        }

        if (view.Pane is not { IsAlive: false } pane)
        {
            return null;
        }

        return $"{role.Label()} ended: {CleanText.OneLine(pane.ExitText ?? "nobody knows how")} · /restart {role.ShortName()}";
    }

    private void DrawSetup(Surface surface)
    {
        if (_setup is { NeedsDraw: true } setup)
        {
            surface.Clear();
            _setupView.Draw(surface, setup);
        }
    }

    private void DrawTiles(Surface surface, PaneTiles tiles)
    {
        tiles.Draw(surface);
        var focused = tiles.Focused;
        ShowCursor(surface, focused);
        if (BarRows == 0)
        {
            return;
        }

        var title = focused.Pane?.Title ?? _context.ProjectName;
        var state = focused.Pane is { IsAlive: false } ended ? $" · ended: {ended.ExitText}" : focused.Pane?.Trouble is { } trouble ? $" · {trouble}" : focused.IsScrolled ? $" · {focused.ScrollText()}" : Marks(focused.Pane);
        if (_bar == title + state && !_everything)
        {
            return;
        }

        _bar = title + state;
        var bar = new Rect(0, _size.Rows - 1, _size.Columns, 1);
        surface.Blank(bar, _theme.Selected);
        var keys = $"{_prefix} d detach · {_prefix} ? help ";
        var room = bar.Width - keys.Length - 2;
        var text = CleanText.OneLine(_bar);
        surface.Write(bar, 0, $" {TextWrap.Cut(text, room >= 8 ? room : bar.Width - 2)}", _theme.Selected);
        if (room >= 8)
        {
            surface.WriteRight(bar, 0, keys, _theme.Selected);
        }
    }

    private static string Marks(IPane? pane) => $"{(pane is { HasRung: true } ? " · bell" : "")}{(pane?.Notice is { } notice ? $" · {notice}" : "")}";

    private void DrawDialog(Surface surface)
    {
        if (_dialog is { } dialog)
        {
            dialog.Draw(surface, surface.Bounds);
            // What lies below has no keyboard, so its cursor is not shown either.
            surface.Cursor = dialog.Cursor;
            surface.CursorShape = CursorShape.Default;
        }
    }

    private static void ShowCursor(Surface surface, PaneView pane)
    {
        surface.Cursor = pane.Cursor();
        surface.CursorShape = pane.Pane?.Screen.CursorShape ?? CursorShape.Default;
    }
}
