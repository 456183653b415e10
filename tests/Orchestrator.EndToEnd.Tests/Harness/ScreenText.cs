using System.Text;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.EndToEnd.Tests.Harness;

/// <summary>What a terminal shows at one moment.</summary>
internal sealed record ScreenText(IReadOnlyList<string> Rows, TermSize Size, CursorPosition Cursor, string? Title)
{
    public bool Contains(string text) => Rows.Any(row => row.Contains(text, StringComparison.Ordinal));

    public int Count(string text) => Rows.Count(row => row.Contains(text, StringComparison.Ordinal));

    public int RowOf(string text)
    {
        var row = Rows.ToList().FindIndex(candidate => candidate.Contains(text, StringComparison.Ordinal));
        return row >= 0 ? row : throw new InvalidOperationException($"'{text}' is not on the screen:\n{this}");
    }

    public override string ToString()
    {
        StringBuilder text = new($"--- {Size}, cursor {Cursor.Row},{Cursor.Column}, title '{Title}'\n");
        foreach (var row in Rows)
        {
            text.Append('|').Append(row).Append('\n');
        }

        return text.Append("---").ToString();
    }
}
