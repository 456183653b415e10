using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Panes;

namespace Orchestrator.Tui;

/// <content>The mouse: a click focuses, a program that asked for the mouse gets it, the wheel scrolls what it is over.</content>
public sealed partial class Cockpit
{
    private const int WheelKeys = 3;

    // The pane whose program got the press also gets the drag and the release, wherever the pointer is by then.
    private PaneView? _dragged;

    private void HandleMouse(MouseInput mouse)
    {
        if (_dialog is { } dialog)
        {
            dialog.HandleMouse(mouse);
            DialogHandled();
        }
        else if (!Fits)
        {
            // Nothing is shown that could be meant.
        }
        else if (ShowsSetup)
        {
            _setupView.HandleMouse(mouse, _setup!);
        }
        else if (_dragged is { } dragged && mouse.Action != MouseAction.Press)
        {
            Pass(dragged, mouse);
            _dragged = mouse.Action is MouseAction.Release ? null : dragged;
        }
        else if (_tiles is not null)
        {
            HandleMouseAt(_tiles, mouse);
        }
        else if (PartAt(mouse.Column, mouse.Row) is { } part)
        {
            HandleMouseAt(part, mouse);
        }
    }

    private void HandleMouseAt(PaneTiles tiles, MouseInput mouse)
    {
        if (tiles.At(mouse.Column, mouse.Row) is { } view)
        {
            if (mouse.Action == MouseAction.Press)
            {
                FocusOn(tiles, view);
            }

            HandlePaneMouse(view, mouse);
        }
    }

    private void HandleMouseAt(Part part, MouseInput mouse)
    {
        var click = mouse is { Action: MouseAction.Press };
        if (click)
        {
            FocusOn(part);
        }

        switch (part)
        {
            case Part.Console when click && mouse.Row == _console.Area.Y && mouse.Column > _console.Area.Right - 8:
                ShowHelp();
                break;
            case Part.Console:
                _console.HandleMouse(mouse);
                break;
            case Part.Log:
                _log.HandleMouse(mouse);
                break;
            default:
                HandlePaneMouse(part == Part.PeerA ? _paneA : part == Part.PeerB ? _paneB : _paneRun, mouse);
                break;
        }
    }

    private void HandlePaneMouse(PaneView view, MouseInput mouse)
    {
        if (mouse.Action == MouseAction.Press && view.IsZoomMark(mouse.Column, mouse.Row))
        {
            ToggleZoom();
            return;
        }

        if (!view.Content.Contains(mouse.Column, mouse.Row) || view.Pane is not { } pane)
        {
            return;
        }

        var wheel = mouse.Action is MouseAction.WheelUp or MouseAction.WheelDown;
        var modes = pane.Screen.Modes;
        if (modes.MouseTracking != MouseTracking.None && !view.IsScrolled)
        {
            Pass(view, mouse);
            _dragged = mouse.Action == MouseAction.Press ? view : null;
        }
        else if (wheel && modes is { AlternateScreen: true, AlternateScroll: true } && !view.IsScrolled)
        {
            var key = mouse.Action == MouseAction.WheelUp ? Key.Up : Key.Down;
            for (var i = 0; i < WheelKeys; i++)
            {
                Type(view, new KeyInput(key, 0, Modifiers.None, default), fromHuman: true);
            }
        }
        else if (wheel)
        {
            view.HandleWheel(mouse.Action == MouseAction.WheelUp);
        }
    }

    // In the program's own coordinates, within its screen. Only what can leave a draft or open something counts as a human at work.
    private void Pass(PaneView view, MouseInput mouse)
    {
        var inside = mouse with
        {
            Column = Math.Clamp(mouse.Column - view.Content.X, 0, Math.Max(0, view.Content.Width - 1)),
            Row = Math.Clamp(mouse.Row - view.Content.Y, 0, Math.Max(0, view.Content.Height - 1)) + view.FirstRow,
        };
        Type(view, inside, fromHuman: mouse.Action is MouseAction.Press or MouseAction.Release or MouseAction.Drag);
    }

    private Part? PartAt(int x, int y)
    {
        foreach (var part in (ReadOnlySpan<Part>)[Part.Console, Part.Log, Part.PeerA, Part.PeerB])
        {
            if (_grid[part].Contains(x, y))
            {
                return part;
            }
        }

        return null;
    }
}
