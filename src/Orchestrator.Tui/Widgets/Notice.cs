using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Tui.Widgets;

/// <summary>A sentence alone on a surface, in its middle, for where nothing else fits.</summary>
internal static class Notice
{
    public static void Draw(Surface surface, Rect bounds, string text, Style style)
    {
        surface.Blank(bounds);
        var rows = TextWrap.Wrap(text, Math.Max(2, bounds.Width));
        var top = bounds.Y + Math.Max(0, (bounds.Height - rows.Count) / 2);
        for (var i = 0; i < rows.Count; i++)
        {
            var x = bounds.X + Math.Max(0, (bounds.Width - Graphemes.TextWidth(rows[i])) / 2);
            surface.DrawText(x, top + i, rows[i], style, bounds);
        }
    }
}
