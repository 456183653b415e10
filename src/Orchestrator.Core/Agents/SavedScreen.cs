using System.Text;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Core.Agents;

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
