using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Dialogs;

/// <summary>Lines to read, scrolled when they do not fit: help and status.</summary>
internal sealed class TextDialog(Theme theme, string title, IReadOnlyList<TextRun[]> lines) : TextlessDialog
{
    private const int WheelRows = 3;

    private readonly int _width = lines.Max(static l => l.Sum(static r => Graphemes.TextWidth(r.Text)));
    private int _top;

    public static KeyTable<TextDialog> Keys { get; } = new("Help and status",
    [
        new([KeyChord.Of(Key.Up), KeyChord.Char('k')], "one row up", static d => d.Scroll(-1)),
        new([KeyChord.Of(Key.Down), KeyChord.Char('j')], "one row down", static d => d.Scroll(1)),
        new([KeyChord.Of(Key.PageUp)], "a page up", static d => d.Scroll(-d.PageRows)),
        new([KeyChord.Of(Key.PageDown), KeyChord.Char(' ')], "a page down", static d => d.Scroll(d.PageRows)),
        new([KeyChord.Of(Key.Home), KeyChord.Char('g')], "the start", static d => d._top = 0),
        new([KeyChord.Of(Key.End), KeyChord.Char('G')], "the end", static d => d.Scroll(d.Count)),
        new([KeyChord.Of(Key.Escape), KeyChord.Char('q'), KeyChord.Of(Key.Enter), KeyChord.Of(Key.F1), KeyChord.Ctrl('c')], "close", static d => d.IsClosed = true),
    ]);

    private int Count => lines.Count;

    private int PageRows => Math.Max(1, Border.Inside(Area).Height - 1);

    protected override void OnKey(KeyInput key) => Keys.Find(key)?.Invoke(this);

    protected override void OnMouse(MouseInput mouse)
    {
        if (mouse.Action is MouseAction.WheelUp or MouseAction.WheelDown)
        {
            Scroll(mouse.Action == MouseAction.WheelUp ? -WheelRows : WheelRows);
        }
        else if (mouse.Action == MouseAction.Press && !Area.Contains(mouse.Column, mouse.Row))
        {
            IsClosed = true;
        }
    }

    protected override Rect OnDraw(Surface surface, Rect bounds)
    {
        var frame = Drawing.Centre(bounds, _width + 4, lines.Count + 2);
        surface.Blank(frame);
        var inside = Border.Inside(frame);
        _top = Math.Clamp(_top, 0, Math.Max(0, lines.Count - inside.Height));
        var below = lines.Count - _top - inside.Height;
        Border.Draw(surface, frame, theme, focused: true, [new(title, theme.TitleFocused)], new("Esc closes", theme.Quiet), below > 0 ? new($"↓ {below} more", theme.Warning) : default);
        for (var i = 0; i < inside.Height && _top + i < lines.Count; i++)
        {
            var x = inside.X + 1;
            foreach (var run in lines[_top + i])
            {
                x = surface.DrawText(x, inside.Y + i, TextWrap.Cut(run.Text, inside.Right - x), run.Style, inside);
            }
        }
        return frame;
    }

    private void Scroll(int rows) => _top = Math.Clamp(_top + rows, 0, Math.Max(0, lines.Count - Border.Inside(Area).Height));
}
