using System.Collections.Immutable;
using System.Text;
using Orchestrator.Core.Peers;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Core.Judging;

/// <summary>A screen that was saved as text: plain rows, or rows with SGR escapes.</summary>
public static class SavedScreen
{
    /// <summary>Characters; a larger text is no screen.</summary>
    public const int MostCharacters = 4_000_000;

    private const int MostColumns = 2_000;
    private const int MostRows = 2_000;

    /// <summary>The screen as rules read it. It is as wide and as high as its text, so nothing wraps and nothing scrolls away (beyond 2,000 rows the last ones count).</summary>
    public static ScreenObservation Read(string text, string? title)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').TakeLast(MostRows).ToArray();
        var size = new TermSize(Math.Clamp(lines.Max(line => line.Length), 1, MostColumns), lines.Length);
        var screen = new Screen(size, new ScreenOptions { ScrollbackLimit = 0 });
        screen.Feed(Encoding.UTF8.GetBytes(string.Join("\r\n", lines)));
        var read = ScreenRows.Of(screen);
        return new ScreenObservation(
            read.Rows, screen.Cursor.Row, screen.Cursor.Column, string.IsNullOrEmpty(title) ? screen.Title : title, BracketedPaste: false, Version: 1, Settled: true) { Looks = read.Looks };
    }

    /// <summary>The screen as <see cref="Read"/> takes it: one row a line, with SGR for what is dim, bold or inverse.</summary>
    public static string Write(ScreenObservation screen)
    {
        ArgumentNullException.ThrowIfNull(screen);
        var text = new StringBuilder();
        for (var row = 0; row < screen.Rows.Length; row++)
        {
            WriteRow(text, screen.Rows[row], screen.Looks.IsDefaultOrEmpty ? [] : screen.Looks[row]);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void WriteRow(StringBuilder text, string row, ImmutableArray<CellLook> looks)
    {
        if (looks.IsDefaultOrEmpty)
        {
            text.Append(row);
            return;
        }

        var now = CellLook.Plain;
        for (var i = 0; i < row.Length; i++)
        {
            if (looks[i] != now)
            {
                now = looks[i];
                // ECMA-48 SGR: 0 none, 1 bold, 2 faint, 7 negative.
                text.Append("\e[0").Append(now.HasFlag(CellLook.Bold) ? ";1" : "").Append(now.HasFlag(CellLook.Dim) ? ";2" : "").Append(now.HasFlag(CellLook.Inverse) ? ";7" : "").Append('m');
            }

            text.Append(row[i]);
        }

        text.Append(now == CellLook.Plain ? "" : "\e[0m");
    }

    /// <summary>What the agent does by its screen alone, when it is known that the screen is still.</summary>
    public static Judgement Judge(ScreenRules rules, ScreenObservation screen)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(screen);
        var reading = rules.Read(screen);
        var judgement = reading.Match is { } match ? Judgement.By(match)
            : screen.Rows.All(string.IsNullOrWhiteSpace) ? new Judgement(AgentState.Starting, "nothing shown yet")
            : rules.KnowsComposer && reading.Composer is null ? new Judgement(AgentState.Starting, "no rule matches, and its composer is not on the screen")
            : new Judgement(AgentState.Idle, "no rule matches");
        return judgement with { Composer = reading.Composer };
    }
}
