using Orchestrator.Terminal.Rendering;

namespace Orchestrator.Tui.Panes;

/// <summary>Where the panes of a grid lie: as square a grid as they make, in reading order; a last row that is not full shares the width among its panes.</summary>
internal static class TileGrid
{
    /// <summary>The place of pane <paramref name="index"/> of <paramref name="count"/>.</summary>
    public static Rect Tile(Rect area, int index, int count)
    {
        var rows = 1;
        var columns = 1;
        while (rows * columns < count)
        {
            // Cells are twice as high as wide: rows first.
            rows++;
            columns += rows * columns < count ? 1 : 0;
        }

        var row = index / columns;
        var inRow = row < rows - 1 ? columns : count - (columns * (rows - 1));
        (var y, var height) = Share(area.Height, row, rows);
        (var x, var width) = Share(area.Width, index - (row * columns), inRow);
        return new Rect(area.X + x, area.Y + y, width, height);
    }

    private static (int Start, int Length) Share(int whole, int index, int count)
    {
        var start = whole * index / count;
        return (start, (whole * (index + 1) / count) - start);
    }

    /// <summary>True when the other place lies wholly on that side (one of <paramref name="dx"/> and <paramref name="dy"/> is -1 or 1).</summary>
    public static bool IsTowards(this Rect from, Rect to, int dx, int dy) =>
        dx > 0 ? to.X >= from.Right
        : dx < 0 ? to.Right <= from.X
        : dy > 0 ? to.Y >= from.Bottom && to.X < from.Right && to.Right > from.X
        : to.Bottom <= from.Y && to.X < from.Right && to.Right > from.X;

    /// <summary>Between the middles, along the axes.</summary>
    public static int DistanceTo(this Rect from, Rect to) =>
        Math.Abs(to.X + (to.Width / 2) - from.X - (from.Width / 2)) + Math.Abs(to.Y + (to.Height / 2) - from.Y - (from.Height / 2));
}
