using Orchestrator.Terminal.Screens;

namespace Orchestrator.Demo;

/// <summary>The live area at the bottom of the scripted agent's screen, at one moment.</summary>
/// <param name="Title">The window title, which tells the state too.</param>
/// <param name="Spinner">The line above the composer while it works, or null.</param>
/// <param name="Composer">What was typed and not submitted.</param>
/// <param name="Dialog">The lines of a question that replaces the composer, or null.</param>
internal sealed record AgentFace(string Title, string? Spinner, string Composer, IReadOnlyList<string>? Dialog, string Footer)
{
    /// <summary>What it says of a usage limit, or null.</summary>
    public string? Limit { get; init; }

    /// <summary>The composer is in the normal mode of a vi.</summary>
    public bool NormalMode { get; init; }

    private const string Prompt = "❯ ";

    /// <summary>The rows as they are drawn into <paramref name="columns"/>, at most <paramref name="most"/>, and where the cursor stands in them.</summary>
    public (IReadOnlyList<string> Rows, int CursorRow, int CursorColumn) Lay(int columns, int most)
    {
        List<string> rows = [];
        if (Dialog is not null)
        {
            rows.AddRange(Dialog.SelectMany(line => Wrap(line, columns)));
            rows = rows.TakeLast(most).ToList();
            return (rows, rows.Count - 1, 0);
        }

        string rule = new('─', columns);
        var composer = Wrap(Prompt + Composer, columns).ToList();
        composer = composer.TakeLast(Math.Max(1, most - 4)).ToList();
        if (Limit is not null)
        {
            rows.Add(Cut(Limit, columns));
        }

        if (Spinner is not null)
        {
            rows.Add(Cut(Spinner, columns));
        }

        rows.Add(rule);
        var cursorRow = rows.Count + composer.Count - 1;
        rows.AddRange(composer);
        rows.Add(rule);
        rows.Add(Cut(NormalMode ? "  -- NORMAL --" : "  " + Footer, columns));
        if (rows.Count > most)
        {
            var dropped = Math.Min(cursorRow, rows.Count - most);
            rows = rows.Skip(dropped).Take(most).ToList();
            cursorRow -= dropped;
        }

        return (rows, cursorRow, Graphemes.TextWidth(composer[^1]));
    }

    /// <summary>A text in rows of at most so many columns; line ends begin a new row.</summary>
    public static IEnumerable<string> Wrap(string text, int columns)
    {
        foreach (var line in text.Split('\n'))
        {
            System.Text.StringBuilder row = new();
            var width = 0;
            foreach (var grapheme in Graphemes.Split(line).Where(grapheme => !char.IsControl(grapheme[0])))
            {
                var its = Graphemes.Width(grapheme);
                if (width + its > columns && width > 0)
                {
                    yield return row.ToString();
                    row.Clear();
                    width = 0;
                }

                row.Append(grapheme);
                width += its;
            }

            yield return row.ToString();
        }
    }

    public static string Cut(string text, int columns) => Wrap(text, columns).First();
}
