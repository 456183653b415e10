using System.Buffers;
using System.Text;
using System.Text.Json;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Terminal.Tests.Screens;

/// <summary>Short ways to feed a screen and to look at it.</summary>
internal static class ScreenProbe
{
    public static Screen Show(int columns, int rows, string text, ScreenOptions? options = null)
    {
        var screen = new Screen(new TermSize(columns, rows), options);
        screen.Type(text);
        return screen;
    }

    public static void Type(this Screen screen, string text) => screen.Feed(Encoding.UTF8.GetBytes(text));

    /// <summary>Visible rows, trailing blanks and trailing empty rows trimmed.</summary>
    public static string Text(this Screen screen) =>
        string.Join('\n', Enumerable.Range(0, screen.Size.Rows).Select(screen.RowText)).TrimEnd('\n');

    public static string[] History(this Screen screen) =>
        [.. Enumerable.Range(0, screen.ScrollbackCount).Select(i => screen.RowText(i - screen.ScrollbackCount))];

    public static Cell[] Cells(this Screen screen, int row)
    {
        var cells = new Cell[screen.Size.Columns];
        screen.CopyRow(row, cells);
        return cells;
    }

    public static string Replies(this Screen screen)
    {
        var bytes = new ArrayBufferWriter<byte>();
        screen.TakeReplies(bytes);
        return Encoding.Latin1.GetString(bytes.WrittenSpan);
    }

    public static List<ScreenEvent> Events(this Screen screen)
    {
        List<ScreenEvent> events = [];
        while (screen.TryTakeEvent(out var screenEvent))
        {
            events.Add(screenEvent!);
        }

        return events;
    }

    public static string State(this Screen screen)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            StateJson.Write(screen, screen.Replies(), writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
