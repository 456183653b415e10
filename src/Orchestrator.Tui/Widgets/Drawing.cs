using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Tui.Widgets;

/// <summary>What views draw with.</summary>
internal static class Drawing
{
    /// <summary>Blanks a rectangle, whatever part of it lies on the surface.</summary>
    public static void Blank(this Surface surface, Rect area, Style style = default)
    {
        var clipped = area.Intersect(surface.Bounds);
        if (!clipped.IsEmpty)
        {
            surface.Fill(clipped, style);
        }
    }

    /// <summary>Draws text at a line of an area (0 is its first), clipped to the area. Returns the column after it.</summary>
    public static int Write(this Surface surface, Rect area, int line, string text, Style style) =>
        surface.DrawText(area.X, area.Y + line, text, style, area);

    /// <summary>Draws text that ends at the right edge of the area's line.</summary>
    public static void WriteRight(this Surface surface, Rect area, int line, string text, Style style) =>
        surface.DrawText(area.Right - Graphemes.TextWidth(text), area.Y + line, text, style, area);

    public static void Put(this Surface surface, int x, int y, char character, Style style)
    {
        if (surface.Bounds.Contains(x, y))
        {
            surface.Row(y)[x] = Cell.Of(character, style);
        }
    }

    /// <summary>A rectangle of this size in the middle of another, no larger than it.</summary>
    public static Rect Centre(Rect bounds, int width, int height)
    {
        var w = Math.Clamp(width, 0, Math.Max(0, bounds.Width));
        var h = Math.Clamp(height, 0, Math.Max(0, bounds.Height));
        return new Rect(bounds.X + ((bounds.Width - w) / 2), bounds.Y + ((bounds.Height - h) / 2), w, h);
    }
}
