using Orchestrator.Pty;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Panes;

/// <summary>A program's screen, copied into the picture: only the rows that changed, as long as nothing else did.</summary>
internal sealed partial class PaneView(Theme theme)
{
    private long[] _versions = [];
    private Rect _outer;
    private bool _framed;
    private bool _frameChanged = true;
    private bool _rowsChanged;
    private bool _everyRow = true;
    private int _firstRow; // of the screen, at the top of the view
    private TermSize _screenSize;
    private bool? _wasAlive;
    private string? _shownTrouble;
    private CursorPosition? _shownCursor;
    private bool _shownRung;

    public IPane? Pane { get; private set; }

    /// <summary>What stands where there is no program.</summary>
    public string EmptyText { get; set; } = "";

    public bool NeedsDraw => _frameChanged || _everyRow || (_rowsChanged && Pane?.IsHeld != true);

    public bool FrameNeedsDraw => _frameChanged;

    /// <summary>With its border.</summary>
    public Rect Area => _outer;

    /// <summary>The row of the program's screen at the top of the view.</summary>
    public int FirstRow => _firstRow;

    /// <summary>Where the program's cells are.</summary>
    public Rect Content { get; private set; }

    /// <summary>Puts the view somewhere. The program's terminal follows, for as long as nobody else gives it another size.</summary>
    public void Arrange(Rect outer, bool framed)
    {
        _outer = outer;
        _framed = framed;
        Content = framed ? Border.Inside(outer) : outer;
        _versions = new long[Math.Max(0, Content.Height)];
        Invalidate();
        FitProgram();
    }

    public void Attach(IPane? pane)
    {
        if (!ReferenceEquals(pane, Pane))
        {
            Pane = pane;
            _scroll = null;
            Invalidate();
            FitProgram();
        }
    }

    /// <summary>Gives the program the size of this view: of several clients, the one that is used decides.</summary>
    public void FitProgram()
    {
        var size = new TermSize(Content.Width, Content.Height);
        if (Pane is { } pane && !Content.IsEmpty && pane.Screen.Size != size)
        {
            pane.Resize(size);
            _everyRow = true;
        }
    }

    public void Invalidate()
    {
        _everyRow = true;
        _frameChanged = true;
    }

    /// <summary>Title, focus or state changed.</summary>
    public void FrameChanged() => _frameChanged = true;

    /// <summary>The program printed something, or ended.</summary>
    public void ScreenChanged()
    {
        _rowsChanged = true;
        _frameChanged |= _scroll is not null || Pane?.IsAlive != _wasAlive || Pane?.Trouble != _shownTrouble || Pane?.HasRung == !_shownRung;
    }

    public void Draw(Surface surface, ReadOnlySpan<TextRun> title, bool focused, bool zoomed, string? ended, string? asks = null)
    {
        if (_frameChanged && _framed)
        {
            var right = _scroll is not null ? ScrollText() : zoomed ? "zoom [-]" : "[+]";
            TextRun bottom = ended is not null ? new(ended, theme.Error) : asks is not null ? new(asks, theme.Warning) : default;
            _wasAlive = Pane?.IsAlive;
            _shownTrouble = Pane?.Trouble;
            _shownRung = Pane is { HasRung: true };
            Border.Draw(surface, _outer, theme, focused, asks is not null, title, new(right, _scroll is not null || zoomed ? theme.Warning : theme.Quiet), bottom);
        }

        if (Pane is null)
        {
            DrawEmpty(surface);
        }
        else if (!Content.IsEmpty && (_everyRow || !Pane.IsHeld))
        {
            DrawRows(surface, Pane.Screen);
            _shownCursor = FindCursor(Pane.Screen);
            _rowsChanged = false;
        }

        _rowsChanged &= Pane is { IsHeld: true };
        _frameChanged = _everyRow = false;
    }

    /// <summary>Where the program's cursor is on the surface, or null when it is hidden or out of view. With the rows, it stays while the program rewrites its screen.</summary>
    public CursorPosition? Cursor() => _scroll is null && Pane is not null ? _shownCursor : null;

    private CursorPosition? FindCursor(Screen screen)
    {
        if (!screen.Modes.CursorVisible)
        {
            return null;
        }

        var cursor = screen.Cursor;
        var x = Content.X + cursor.Column;
        var y = Content.Y + cursor.Row - _firstRow;
        return Content.Contains(x, y) ? new CursorPosition(y, x) : null;
    }

    /// <summary>True for the zoom mark in the upper border.</summary>
    public bool IsZoomMark(int x, int y) => _framed && y == _outer.Y && x >= _outer.Right - 6 && x < _outer.Right - 1;

    private void DrawRows(Surface surface, Screen screen)
    {
        var firstRow = _scroll is null ? FirstVisibleRow(screen) : FirstScrolledRow(screen);
        var every = _everyRow || _scroll is not null || firstRow != _firstRow || screen.Size != _screenSize;
        _firstRow = firstRow;
        _screenSize = screen.Size;
        for (var i = 0; i < Content.Height; i++)
        {
            var row = firstRow + i;
            var exists = row < screen.Size.Rows;
            var version = exists && row >= 0 ? screen.RowVersion(row) : -1;
            if (every || version != _versions[i])
            {
                _versions[i] = version;
                CopyRow(surface, screen, row, exists, Content.Y + i);
            }
        }
    }

    private void CopyRow(Surface surface, Screen screen, int row, bool exists, int y)
    {
        if (y < 0 || y >= surface.Size.Rows)
        {
            return;
        }

        var cells = surface.Row(y).Slice(Content.X, Content.Width);
        if (!exists)
        {
            cells.Fill(Cell.Blank());
            return;
        }

        screen.CopyRow(row, cells);
        if (cells[^1].Width == 2)
        {
            // The screen is wider than the view: half a character is none.
            cells[^1] = Cell.Blank(cells[^1].Style);
        }
    }

    // A screen that is taller than the view (another client gave it its size) shows the part with the cursor.
    private int FirstVisibleRow(Screen screen) =>
        Math.Clamp(screen.Cursor.Row - Content.Height + 1, 0, Math.Max(0, screen.Size.Rows - Content.Height));

    private void DrawEmpty(Surface surface)
    {
        surface.Blank(Content);
        var rows = TextWrap.Wrap(EmptyText, Math.Max(2, Content.Width - 4));
        var top = Math.Max(0, (Content.Height - rows.Count) / 2);
        for (var i = 0; i < rows.Count; i++)
        {
            var x = Content.X + Math.Max(0, (Content.Width - Graphemes.TextWidth(rows[i])) / 2);
            surface.DrawText(x, Content.Y + top + i, rows[i], theme.Quiet, Content);
        }
    }
}
