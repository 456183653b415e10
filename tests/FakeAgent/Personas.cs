using Orchestrator.Demo;
using Orchestrator.Terminal.Screens;

namespace FakeAgent;

/// <summary>The looks of real CLIs, as far as the shipped rules and those who type need them.</summary>
internal static class Personas
{
    public static readonly string[] Names = ["claude", "codex", "gemini", "opencode"];

    public static AgentPersona Of(string name) => name switch
    {
        "claude" => new Claude(),
        "codex" => new Codex(),
        "gemini" => new Gemini(),
        "opencode" => new OpenCode(),
        _ => throw new ArgumentException($"no persona '{name}'", nameof(name)),
    };

    private const string Dim = "\e[2m";
    private const string Grey = "\e[38;5;240m";
    private const string Off = "\e[0m";

    /// <summary>The composer's text, or what a long paste is collapsed to.</summary>
    private static string Shown(string text, int lines, int characters, Func<int, int, string> collapsed)
    {
        var count = text.Count(c => c == '\n') + 1;
        return count >= lines || text.Length > characters ? collapsed(count, text.Length) : text;
    }

    private static (IReadOnlyList<string> Rows, int CursorRow, int CursorColumn) Fit(List<string> rows, int cursorRow, int cursorColumn, int most)
    {
        var dropped = Math.Max(0, rows.Count - most);
        return (rows.Skip(dropped).ToList(), Math.Max(0, cursorRow - dropped), cursorColumn);
    }

    // Wrapped as a composer does it, with what stands before the first row and before the others.
    private static List<string> Wrapped(string text, int columns, string first, string other, string end = "")
    {
        var room = Math.Max(1, columns - Graphemes.TextWidth(first) - Graphemes.TextWidth(end));
        return AgentFace.Wrap(text, room).Select((row, i) => (i == 0 ? first : other) + row + (end.Length == 0 ? "" : new string(' ', Math.Max(0, room - Graphemes.TextWidth(row))) + end)).ToList();
    }

    private static string Asked(AgentFace face) => face.Dialog![0];

    private sealed class Claude : AgentPersona
    {
        public override bool BangRuns => true;

        public override bool PutsBack => true;

        public override string TitleOf(AgentFace face) => face.Spinner is not null && face.Dialog is null ? "⠂ fake session" : "✳ fake session";

        public override (IReadOnlyList<string> Rows, int CursorRow, int CursorColumn) Lay(AgentFace face, int columns, int most)
        {
            string rule = new('─', columns);
            List<string> rows = [""];
            if (face.Dialog is not null)
            {
                rows.AddRange([rule, " Bash command", "", "   touch x", "", $" {Asked(face)}", " ❯ 1. Yes", "   2. No", "", " Esc to cancel · Tab to amend"]);
                return Fit(rows, rows.Count - 4, 1, most);
            }

            if (face.Limit is not null)
            {
                rows.Add($"  ⎿  {face.Limit}");
                rows.Add("");
            }

            if (face.Spinner is not null)
            {
                rows.AddRange(["✻ Cogitating… (3s · esc to interrupt)", ""]);
            }

            rows.Add(rule);
            var composer = face.Composer.Length == 0
                ? [$"❯ \e[7mT{Off}{Dim}ry \"fix lint errors\"{Off}"]
                : Wrapped(Shown(face.Composer, 4, 800, (lines, _) => $"[Pasted text #1 +{lines - 1} lines]"), columns, "❯ ", "  ");
            rows.AddRange(composer.TakeLast(Math.Max(1, most - 6)));
            var cursor = rows.Count - 1;
            rows.Add(rule);
            rows.Add(face.NormalMode ? "  -- NORMAL --" : face.Spinner is not null ? "  esc to interrupt" : $"  {face.Footer}");
            return Fit(rows, cursor, 2, most);
        }
    }

    private sealed class Codex : AgentPersona
    {
        public override TimeSpan BurstWindow => TimeSpan.FromMilliseconds(120);

        public override bool AlternateScreen => true;

        public override bool BangRuns => true;

        public override string TitleOf(AgentFace face) => face.Dialog is not null ? "[ ! ] Action Required | fake" : face.Spinner is not null ? "⠋ fake" : "fake";

        public override string? ReportOf(AgentFace face) => $"state={(face.Dialog is not null ? "blocked" : face.Spinner is not null ? "working" : "idle")}:app=codex";

        public override (IReadOnlyList<string> Rows, int CursorRow, int CursorColumn) Lay(AgentFace face, int columns, int most)
        {
            List<string> rows = [""];
            if (face.Dialog is not null)
            {
                rows.AddRange(["", $"  {Asked(face)}", "", "  $ touch x", "", "› 1. Yes, proceed (y)", "  2. No, and tell Codex what to do differently (esc)", "", "  Press enter to confirm or esc to cancel"]);
                return Fit(rows, rows.Count - 1, 0, most);
            }

            if (face.Limit is not null)
            {
                rows.AddRange([$"■ {face.Limit}", ""]);
            }

            if (face.Spinner is not null)
            {
                rows.AddRange(["• Working (3s • esc to interrupt)", ""]);
            }

            var composer = face.Composer.Length == 0
                ? [$"› {Dim}Ask Codex to do anything{Off}"]
                : Wrapped(Shown(face.Composer, int.MaxValue, 1000, (_, characters) => $"[Pasted Content {characters} chars]"), columns, "› ", "  ");
            rows.AddRange(composer.TakeLast(Math.Max(1, most - 5)));
            var cursor = rows.Count - 1;
            rows.AddRange(["", $"  fake-1 default · {face.Footer}"]);
            return Fit(rows, cursor, 2, most);
        }
    }

    private sealed class Gemini : AgentPersona
    {
        public override TimeSpan BurstWindow => TimeSpan.FromMilliseconds(40);

        public override string TitleOf(AgentFace face) => face.Dialog is not null ? "✋  Action Required (work)" : face.Spinner is not null ? "✦  Working… (work)" : "◇  Ready (work)";

        public override (IReadOnlyList<string> Rows, int CursorRow, int CursorColumn) Lay(AgentFace face, int columns, int most)
        {
            List<string> rows = [""];
            if (face.Dialog is not null)
            {
                string inner = new('─', Math.Max(1, columns - 2));
                rows.AddRange([$"╭{inner}╮", "│ ? Shell touch x", $"│ {Asked(face)}", "│", "│ ● 1. Allow once", "│   2. No, suggest changes (esc)", $"╰{inner}╯"]);
                return Fit(rows, rows.Count - 1, 0, most);
            }

            if (face.Limit is not null)
            {
                rows.AddRange([$"✕ [API Error: {face.Limit} RESOURCE_EXHAUSTED]", ""]);
            }

            if (face.Spinner is not null)
            {
                rows.AddRange(["⠋ Thinking… (esc to cancel, 3s)", ""]);
            }

            rows.Add(new string('▄', columns));
            var composer = face.Composer.Length == 0
                ? [$" > {Grey}  Type your message or @path/to/file{Off}"]
                : Wrapped(Shown(face.Composer, 6, 500, (lines, characters) => lines > 5 ? $"[Pasted Text: {lines} lines]" : $"[Pasted Text: {characters} chars]"), columns, " > ", "   ");
            rows.AddRange(composer.TakeLast(Math.Max(1, most - 6)));
            var cursor = rows.Count - 1;
            rows.Add(new string('▀', columns));
            rows.Add($" workspace (/work)   {face.Footer}");
            return Fit(rows, cursor, 3, most);
        }
    }

    private sealed class OpenCode : AgentPersona
    {
        public override bool AlternateScreen => true;

        public override string TitleOf(AgentFace face) => "OpenCode";

        public override (IReadOnlyList<string> Rows, int CursorRow, int CursorColumn) Lay(AgentFace face, int columns, int most)
        {
            List<string> rows = [""];
            if (face.Dialog is not null)
            {
                rows.AddRange(["  ┃", "  ┃  △ Permission required", $"  ┃    {Asked(face)}", "  ┃", "  ┃  $ touch x", "  ┃", "  ┃   Allow once   Allow always   Reject      ⇆ select  enter confirm", "  ┃"]);
                return Fit(rows, rows.Count - 1, 0, most);
            }

            if (face.Limit is not null)
            {
                rows.AddRange([$"  ┃  Usage limit: {face.Limit} insufficient_quota", ""]);
            }

            rows.Add("  ┃");
            var composer = face.Composer.Length == 0
                ? [$"  ┃  {Grey}Ask anything... \"Fix a TODO in the codebase\"{Off}"]
                : Wrapped(Shown(face.Composer, 3, 150, (lines, _) => $"[Pasted ~{lines} lines]"), columns, "  ┃  ", "  ┃  ");
            rows.AddRange(composer.TakeLast(Math.Max(1, most - 7)));
            var cursor = rows.Count - 1;
            rows.AddRange(["  ┃", $"  ┃  Build  Fake 1", $"  ╹{new string('▀', Math.Max(1, columns - 3))}", face.Spinner is not null ? "   ⬝⬝⬝■■■■■  esc interrupt" : $"   {face.Footer}"]);
            return Fit(rows, cursor, 5, most);
        }
    }
}
