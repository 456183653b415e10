using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Console;

/// <summary>Draws the command line: a prompt and the text, wrapped to a few rows that keep the cursor in view; line ends show as <c>⏎</c>.</summary>
internal static class CommandLineView
{
    public const int MaxRows = 4;
    private const int PromptWidth = 2;

    /// <summary>Rows that the line needs now.</summary>
    public static int Rows(CommandLine line, int columns) => Math.Clamp(Place(Shown(line), columns).Rows, 1, MaxRows);

    /// <summary>Draws and returns where the cursor stands.</summary>
    public static CursorPosition Draw(Surface surface, Rect area, CommandLine line, Theme theme, bool focused)
    {
        surface.Blank(area);
        var editor = Shown(line);
        surface.Write(area, 0, line.Search is null ? "❯ " : "⌕ ", focused ? theme.TitleFocused : theme.Quiet);
        (var rows, var cursorRow, var cursorColumn) = Place(editor, area.Width);
        var top = Math.Clamp(cursorRow - area.Height + 1, 0, Math.Max(0, rows - area.Height));
        var end = DrawClusters(surface, area, editor, theme, top);
        if (line.Search is not null)
        {
            var found = line.Found is { } text ? CleanText.OneLine(text) : editor.IsEmpty ? "type to search older lines" : "no older line has it";
            surface.DrawText(end + 2, area.Y, TextWrap.Cut(found, area.Right - end - 2), theme.Quiet, area);
        }
        else if (editor.IsEmpty)
        {
            surface.DrawText(area.X + PromptWidth, area.Y, TextWrap.Cut("/a TEXT · /help", area.Width - PromptWidth), theme.Quiet, area);
        }

        return new CursorPosition(area.Y + cursorRow - top, Math.Min(area.Right - 1, area.X + PromptWidth + cursorColumn));
    }

    private static LineEditor Shown(CommandLine line) => line.Search ?? line.Editor;

    private static int DrawClusters(Surface surface, Rect area, LineEditor editor, Theme theme, int top)
    {
        var columns = TextColumns(area.Width);
        var row = 0;
        var column = 0;
        foreach (var cluster in editor.Clusters)
        {
            var width = WidthOf(cluster);
            if (column + width > columns)
            {
                row++;
                column = 0;
            }

            if (row >= top && row < top + area.Height)
            {
                var lineEnd = cluster == "\n";
                surface.DrawText(area.X + PromptWidth + column, area.Y + row - top, lineEnd ? "⏎" : cluster, lineEnd ? theme.Quiet : theme.Text, area);
            }

            column += width;
        }

        return area.X + PromptWidth + column;
    }

    private static (int Rows, int CursorRow, int CursorColumn) Place(LineEditor editor, int areaColumns)
    {
        var columns = TextColumns(areaColumns);
        var row = 0;
        var column = 0;
        (int Row, int Column) cursor = (0, 0);
        for (var i = 0; i <= editor.Clusters.Count; i++)
        {
            // The cursor after the last cluster needs a column of its own.
            var width = i < editor.Clusters.Count ? WidthOf(editor.Clusters[i]) : 1;
            if (column + width > columns)
            {
                row++;
                column = 0;
            }

            if (i == editor.Cursor)
            {
                cursor = (row, column);
            }

            column += width;
        }

        return (row + 1, cursor.Row, cursor.Column);
    }

    private static int TextColumns(int areaColumns) => Math.Max(2, areaColumns - PromptWidth);

    private static int WidthOf(string cluster) => cluster == "\n" ? 1 : Graphemes.Width(cluster);
}
