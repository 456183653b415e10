using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Panes;

/// <content>
/// Looking back. The place is kept as a line number counted from the first line that the program ever scrolled off, so it stays put while
/// output arrives and old lines are dropped.
/// </content>
internal sealed partial class PaneView
{
    private const int WheelRows = 3;

    private LookBack? _scroll;

    // TopLine: the line at the top of the view. Peeking: begun by the wheel, so a key goes back to the program instead of being a command here.
    private sealed record LookBack(long TopLine, bool Peeking);

    public static KeyTable<PaneView> ScrollKeys { get; } = new("Looking back in a pane",
    [
        new([KeyChord.Of(Key.Up), KeyChord.Char('k')], "one row up", static p => p.ScrollBy(-1)),
        new([KeyChord.Of(Key.Down), KeyChord.Char('j')], "one row down", static p => p.ScrollBy(1)),
        new([KeyChord.Of(Key.PageUp)], "a page up", static p => p.ScrollBy(1 - p.Content.Height)),
        new([KeyChord.Of(Key.PageDown), KeyChord.Char(' ')], "a page down", static p => p.ScrollBy(p.Content.Height - 1)),
        new([KeyChord.Char('g'), KeyChord.Of(Key.Home)], "the oldest line", static p => p.ScrollTo(long.MinValue)),
        new([KeyChord.Char('G'), KeyChord.Of(Key.End)], "the newest line", static p => p.ScrollTo(long.MaxValue)),
        new([KeyChord.Char('q'), KeyChord.Of(Key.Escape), KeyChord.Of(Key.Enter), KeyChord.Ctrl('c')], "back to the program", static p => p.LeaveScroll()),
    ]);

    public bool IsScrolled => _scroll is not null;

    public void EnterScroll()
    {
        if (Pane is { } pane && _scroll is null)
        {
            _scroll = new LookBack(pane.Screen.ScrollbackTotal + _firstRow, Peeking: false);
            Invalidate();
        }
    }

    public void LeaveScroll()
    {
        _scroll = null;
        Invalidate();
    }

    /// <summary>A key while looking back. False when it is for the program after all.</summary>
    public bool HandleScrollKey(KeyInput key)
    {
        if (_scroll is not { } scroll)
        {
            return false;
        }

        if (key.IsRelease)
        {
            return true;
        }

        var paging = key.Is(Key.PageUp) || key.Is(Key.PageDown);
        if (scroll.Peeking && !paging)
        {
            LeaveScroll();
            return key.Is(Key.Escape);
        }

        ScrollKeys.Find(key)?.Invoke(this);
        return true;
    }

    /// <summary>The wheel over a program that did not ask for the mouse.</summary>
    public void HandleWheel(bool up)
    {
        if (Pane is not { } pane)
        {
            return;
        }

        if (_scroll is null)
        {
            if (!up || pane.Screen.ScrollbackCount == 0)
            {
                return;
            }

            _scroll = new LookBack(pane.Screen.ScrollbackTotal + _firstRow, Peeking: true);
        }

        ScrollBy(up ? -WheelRows : WheelRows);
        if (!up && _scroll is { Peeking: true } && FirstScrolledRow(pane.Screen) >= LastTop(pane.Screen))
        {
            LeaveScroll();
        }
    }

    private void ScrollBy(long rows)
    {
        if (_scroll is { } scroll && Pane is { } pane)
        {
            // From where it is shown: the line that was looked at may have been dropped since.
            ScrollTo(pane.Screen.ScrollbackTotal + FirstScrolledRow(pane.Screen) + rows);
        }
    }

    private void ScrollTo(long line)
    {
        if (_scroll is { } scroll && Pane is { } pane)
        {
            var newest = pane.Screen.ScrollbackTotal + LastTop(pane.Screen);
            var oldest = pane.Screen.ScrollbackTotal - pane.Screen.ScrollbackCount;
            _scroll = scroll with { TopLine = Math.Clamp(line, oldest, Math.Max(oldest, newest)) };
            Invalidate();
        }
    }

    // The row at the top of the view, as Screen.CopyRow counts: negative is history.
    private int FirstScrolledRow(Screen screen) =>
        (int)Math.Clamp(_scroll!.TopLine - screen.ScrollbackTotal, -screen.ScrollbackCount, LastTop(screen));

    private int LastTop(Screen screen) => Math.Max(0, screen.Size.Rows - Content.Height);

    public string ScrollText()
    {
        var screen = Pane!.Screen;
        return $"↑ {LastTop(screen) - FirstScrolledRow(screen)}/{screen.ScrollbackCount + LastTop(screen)}";
    }
}
