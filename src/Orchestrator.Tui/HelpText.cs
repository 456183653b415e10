using System.Text;
using Orchestrator.Tui.Console;
using Orchestrator.Tui.Dialogs;
using Orchestrator.Tui.Panes;
using Orchestrator.Tui.Setup;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui;

/// <summary>What the help overlay and docs/commands.md say, made from the tables that the keys and commands run by.</summary>
internal static class HelpText
{
    private const int KeyColumn = 22;

    /// <param name="prefix">The prefix key as it is set.</param>
    /// <param name="session">False where there are panes and no console.</param>
    /// <param name="manyPanes">Without a session: more than one pane.</param>
    public static List<TextRun[]> Lines(Theme theme, string prefix, bool session, bool manyPanes = false)
    {
        var lines = new List<TextRun[]>();
        foreach ((var title, var help) in Sections(prefix, session, manyPanes))
        {
            if (lines.Count > 0)
            {
                lines.Add([]);
            }

            lines.Add([new(title, theme.TitleFocused)]);
            foreach (var entry in help)
            {
                lines.Add([new($"  {entry.Keys.PadRight(KeyColumn)}  ", theme.Strong), new(entry.Help, theme.Text)]);
            }
        }

        return lines;
    }

    /// <summary>The page docs/commands.md.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append("""
            # Commands and keys

            This page is made from the tables in `src/Orchestrator.Tui`; a test keeps it current. `F1` in the console, or the prefix key and `?`
            anywhere, shows the same in the program. A command with a verb asks the session what `cccc` and a script can ask it, too: [verbs.md](verbs.md).

            Every key that is typed into a focused pane goes to its agent, byte for byte, except the prefix key. Typed twice, the prefix key goes to
            the agent as well. It is `C-b` (Control and b) unless `prefix` in `tui.yaml` says otherwise. `C-` is Control, `M-` is Alt, `S-` is Shift.

            """);
        foreach ((var title, var help) in Sections("C-b", session: true, manyPanes: false))
        {
            var asks = help.Any(static entry => entry.Verb.Length > 0);
            page.Append($"\n## {title}\n\n| {(help.First().IsTyped ? "type" : "key")} | to |{(asks ? " verb |" : "")}\n|---|---|{(asks ? "---|" : "")}\n");
            foreach (var entry in help)
            {
                IEnumerable<string> keys = entry.IsTyped ? [entry.Keys] : entry.Keys.Split(' ');
                page.Append($"| {string.Join(' ', keys.Select(Quote))} | {entry.Help} |{(asks ? VerbCell(entry.Verb) : "")}\n");
            }
        }

        return page.ToString();
    }

    private static string VerbCell(string verb) => verb.Length == 0 ? " |" : $" [`{verb}`](verbs.md#{verb}) |";

    private static string Quote(string text) => $"`{text.Replace("|", "\\|")}`";

    private static IEnumerable<(string Title, IEnumerable<KeyHelp> Help)> Sections(string prefix, bool session, bool manyPanes)
    {
        if (session)
        {
            yield return ("Commands", CommandTable.All.Select(static c => new KeyHelp(c.Usage, c.Help, IsTyped: true, c.Verb)));
            yield return ("Messages", CommandTable.Prefixes.Select(static p => new KeyHelp($"{p.Name}: TEXT", $"do the same as /{p.Name} TEXT", IsTyped: true)));
        }

        yield return ($"After the prefix key {prefix}", CockpitKeys.AfterPrefix(session, manyPanes).Help);
        yield return (PaneView.ScrollKeys.Title, PaneView.ScrollKeys.Help);
        if (session)
        {
            yield return (CockpitKeys.OutsidePanes.Title, CockpitKeys.OutsidePanes.Help);
            yield return (CommandLine.Keys.Title, CommandLine.Keys.Help);
            yield return (ConsoleView.Keys.Title, ConsoleView.Keys.Help);
            yield return (LogView.Keys.Title, LogView.Keys.Help);
            yield return (SetupPanel.Keys.Title, SetupPanel.Keys.Help);
        }

        yield return (TextDialog.Keys.Title, TextDialog.Keys.Help);
    }
}
