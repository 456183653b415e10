using Orchestrator.Terminal.Screens;

namespace Orchestrator.Tui.Widgets;

/// <summary>Divides text into rows of columns: at blanks where there are any, else between graphemes.</summary>
internal static class TextWrap
{
    /// <summary>Wraps one line (no line ends in it). An empty line is one empty row.</summary>
    /// <param name="line">Cleaned text.</param>
    /// <param name="first">Columns of the first row.</param>
    /// <param name="rest">Columns of the following rows.</param>
    /// <param name="rows">The rows are added here.</param>
    public static void Wrap(string line, int first, int rest, List<string> rows)
    {
        // A wide grapheme needs two columns; with fewer the row is clipped when it is drawn.
        var limit = Math.Max(2, first);
        var start = 0;
        var breakAfter = -1; // end of the last blank in the row
        var used = 0;
        var usedAtBreak = 0;
        var at = 0;
        foreach (var grapheme in Graphemes.Split(line))
        {
            var width = Graphemes.Width(grapheme);
            if (grapheme == " " && used >= limit)
            {
                // Blanks at the end of a row hang over its edge, where nobody sees them.
                at += 1;
                breakAfter = at;
                usedAtBreak = used;
                continue;
            }

            if (used + width > limit && at > start)
            {
                var atBlank = breakAfter > start;
                var end = atBlank ? breakAfter : at;
                rows.Add(line[start..end].TrimEnd(' '));
                used = atBlank ? used - usedAtBreak : 0;
                start = end;
                limit = Math.Max(2, rest);
                breakAfter = -1;
            }

            at += grapheme.Length;
            used += width;
            if (grapheme == " ")
            {
                breakAfter = at;
                usedAtBreak = used;
            }
        }

        rows.Add(line[start..].TrimEnd(' '));
    }

    /// <summary>Wraps a sentence, line ends and all, to rows of the same width.</summary>
    public static List<string> Wrap(string text, int columns)
    {
        var rows = new List<string>();
        foreach (var line in CleanText.Lines(text))
        {
            Wrap(line, columns, columns, rows);
        }

        return rows;
    }

    /// <summary>The text cut to the given columns, with <c>…</c> at the cut.</summary>
    public static string Cut(string text, int columns)
    {
        if (columns <= 0)
        {
            return "";
        }

        if (Graphemes.TextWidth(text) <= columns)
        {
            return text;
        }

        var used = 0;
        var at = 0;
        foreach (var grapheme in Graphemes.Split(text))
        {
            var width = Graphemes.Width(grapheme);
            if (used + width > columns - 1)
            {
                break;
            }

            used += width;
            at += grapheme.Length;
        }

        return string.Concat(text.AsSpan(0, at), "…");
    }
}
