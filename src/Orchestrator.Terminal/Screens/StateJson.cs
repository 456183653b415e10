using System.Text.Json;

namespace Orchestrator.Terminal.Screens;

/// <summary>What a screen shows, as JSON: the form that the conformance corpus compares (lines, cursor, runs of styled cells, history).</summary>
public static class StateJson
{
    /// <summary>Writes one object. <paramref name="replies"/> is what the screen answered so far, taken by the caller.</summary>
    public static void Write(Screen screen, string replies, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("cols", screen.Size.Columns);
        writer.WriteNumber("rows", screen.Size.Rows);
        writer.WriteStartArray("lines");
        for (var y = 0; y < screen.Size.Rows; y++)
        {
            writer.WriteStringValue(screen.RowText(y));
        }

        writer.WriteEndArray();
        var cursor = screen.Cursor;
        writer.WriteStartObject("cursor");
        writer.WriteNumber("row", cursor.Row);
        writer.WriteNumber("col", cursor.Column);
        writer.WriteBoolean("pending_wrap", cursor.PendingWrap);
        writer.WriteEndObject();
        writer.WriteStartArray("wrapped");
        for (var y = 0; y < screen.Size.Rows; y++)
        {
            writer.WriteBooleanValue(screen.IsWrapped(y));
        }

        writer.WriteEndArray();
        WriteCells(screen, writer);
        writer.WriteStartArray("scrollback");
        for (var y = screen.Modes.AlternateScreen ? 0 : -screen.ScrollbackCount; y < 0; y++)
        {
            writer.WriteStringValue(screen.RowText(y));
        }

        writer.WriteEndArray();
        writer.WriteBoolean("alt", screen.Modes.AlternateScreen);
        writer.WriteString("title", screen.Title);
        writer.WriteString("replies", replies);
        writer.WriteEndObject();
    }

    // Cells with a colour or flag, in runs; each wide character alone with its text.
    private static void WriteCells(Screen screen, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("cells");
        var cells = new Cell[screen.Size.Columns];
        for (var y = 0; y < screen.Size.Rows; y++)
        {
            screen.CopyRow(y, cells);
            for (var x = 0; x < cells.Length;)
            {
                var start = x;
                var cell = cells[x++];
                var style = Shown(cell.Style);
                if (cell.Width == 2)
                {
                    WriteCell(writer, y, start, null, cell, style);
                }
                else if (cell.Width == 1 && !style.IsDefault)
                {
                    while (x < cells.Length && cells[x].Width == 1 && Shown(cells[x].Style) == style)
                    {
                        x++;
                    }

                    WriteCell(writer, y, start, x - start, cell, style);
                }
            }
        }

        writer.WriteEndArray();
    }

    // What the form has no name for does not count: protection, links, and the colour of an underline.
    private static Style Shown(Style style) => style with { UnderlineColor = default, Link = null, Attributes = style.Attributes & ~Attributes.Protected };

    private static void WriteCell(Utf8JsonWriter writer, int row, int column, int? run, Cell cell, Style style)
    {
        writer.WriteStartObject();
        writer.WriteNumber("row", row);
        writer.WriteNumber("col", column);
        if (run is { } n)
        {
            writer.WriteNumber("n", n);
        }
        else
        {
            writer.WriteString("char", cell.Text);
        }

        writer.WriteString("fg", style.Foreground.ToString());
        writer.WriteString("bg", style.Background.ToString());
        writer.WriteStartArray("flags");
        foreach (var flag in Flags(style, cell.Width == 2))
        {
            writer.WriteStringValue(flag);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static List<string> Flags(Style style, bool wide)
    {
        List<string> flags = [];
        (Attributes Attribute, string Name)[] names =
        [
            (Attributes.Bold, "bold"), (Attributes.Dim, "dim"), (Attributes.Italic, "italic"), (Attributes.Blink, "blink"),
            (Attributes.Inverse, "inverse"), (Attributes.Hidden, "hidden"), (Attributes.Strike, "strike"), (Attributes.Overline, "overline"),
        ];
        foreach ((var attribute, var name) in names)
        {
            if ((style.Attributes & attribute) != Attributes.None)
            {
                flags.Add(name);
            }
        }

        if (style.Underline != UnderlineStyle.None)
        {
            flags.Add(style.Underline switch
            {
                UnderlineStyle.Double => "double-underline",
                UnderlineStyle.Curly => "curly-underline",
                UnderlineStyle.Dotted => "dotted-underline",
                UnderlineStyle.Dashed => "dashed-underline",
                _ => "underline",
            });
        }

        if (wide)
        {
            flags.Add("wide");
        }

        flags.Sort(StringComparer.Ordinal);
        return flags;
    }
}
