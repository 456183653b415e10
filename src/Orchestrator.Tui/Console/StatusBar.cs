using Orchestrator.Core.Judging;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Plan;
using Orchestrator.Core.Session;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Console;

/// <summary>
/// The lines under the command line: the session, then each agent, and below an agent why its mail waits. Times are when something is due,
/// not how long it takes until then: nothing here changes by the clock alone.
/// </summary>
internal static class StatusBar
{
    private const int MaxWaitingRows = 2;
    private const int MaxTimerColumns = 16;

    public static int Rows(EngineSnapshot snapshot, int columns) =>
        1 + snapshot.Agents.Length + snapshot.Agents.Sum(a => WaitingRows(a, columns).Count);

    public static void Draw(Surface surface, Rect area, EngineSnapshot snapshot, Theme theme, TimeZoneInfo zone)
    {
        surface.Blank(area);
        DrawSession(surface, area, snapshot, theme, zone);
        var words = snapshot.Agents.All(a => HasRoomForWords(a, area.Width));
        var line = 1;
        foreach (var agent in snapshot.Agents)
        {
            DrawAgent(surface, area with { Y = area.Y + line, Height = Math.Min(1, area.Height - line) }, agent, words, theme);
            line++;
            foreach (var row in WaitingRows(agent, area.Width))
            {
                surface.Write(area, line++, row, theme.Warning);
            }
        }
    }

    private static void DrawSession(Surface surface, Rect area, EngineSnapshot snapshot, Theme theme, TimeZoneInfo zone)
    {
        var x = area.X;
        x = surface.Write(area, 0, snapshot.SinglePeer ? "single" : "dual", theme.Strong);
        if (snapshot.Paused)
        {
            x = surface.DrawText(x + 1, area.Y, " PAUSED ", theme.Selected, area);
        }

        var timer = NextTimer(snapshot, zone);
        var handOffs = snapshot.HandOffs == 1 ? " · 1 hand-off" : $" · {snapshot.HandOffs} hand-offs";
        if (x + handOffs.Length + timer.Length > area.Right)
        {
            handOffs = $" · {snapshot.HandOffs} ⇄";
        }

        x = surface.DrawText(x, area.Y, handOffs, theme.Quiet, area);
        surface.DrawText(x, area.Y, TextWrap.Cut(timer, area.Right - x), theme.Quiet, area);
    }

    private static string NextTimer(EngineSnapshot snapshot, TimeZoneInfo zone)
    {
        // What holds all timers comes first, then what is due next; the rest is in /status.
        if (snapshot.Timers.IsDefaultOrEmpty || (snapshot.Timers.FirstOrDefault(static t => t is { Role: null, Quiet: false }) ?? snapshot.Timers.Where(static t => t.Due is not null && t.Name != "budget").MinBy(static t => t.Due)) is not { } next)
        {
            return "";
        }

        if (next.Due is not { } due)
        {
            return $" · {TextWrap.Cut(CleanText.OneLine(next.Name), MaxTimerColumns)}";
        }

        var who = next.Role is { } role ? $" {(role == AgentRole.PeerA ? 'A' : 'B')}" : "";
        return $" · {TextWrap.Cut(CleanText.OneLine(next.Name), MaxTimerColumns)}{who} {TimeZoneInfo.ConvertTime(due, zone):HH:mm:ss}";
    }

    private static void DrawAgent(Surface surface, Rect area, AgentView agent, bool words, Theme theme)
    {
        if (area.IsEmpty)
        {
            return;
        }

        var state = agent.State.Word();
        var counts = Counts(agent, words);
        var stateStyle = theme.Of(agent.State);
        var x = surface.Write(area, 0, agent.State.Mark(), stateStyle);
        x = surface.DrawText(x + 1, area.Y, agent.Role.Label(), theme.Strong, area);
        var room = area.Right - x - state.Length - counts.Length - 3;
        var actor = TextWrap.Cut(CleanText.OneLine(agent.ActorId), room);
        if (actor.Length > 0)
        {
            x = surface.DrawText(x + 1, area.Y, actor, theme.Quiet, area);
        }

        surface.DrawText(x + 1, area.Y, state, stateStyle, area);
        surface.WriteRight(area, 0, counts, agent.InboxCount > 0 ? theme.Text : theme.Quiet);
    }

    // Mail in the inbox and mail that is done, in words where all agents' lines have room for them.
    private static string Counts(AgentView agent, bool words) =>
        words ? $"inbox {agent.InboxCount} · done {agent.ProcessedCount}" : $"{agent.InboxCount}/{agent.ProcessedCount}";

    private static bool HasRoomForWords(AgentView agent, int columns) =>
        4 + agent.Role.Label().Length + Graphemes.TextWidth(CleanText.OneLine(agent.ActorId)) + agent.State.Word().Length + Counts(agent, words: true).Length < columns;

    /// <summary>How a prompt can be answered, in one line.</summary>
    /// <param name="otherwise">What is said where no command answers it.</param>
    public static string WaysToAnswer(PromptView prompt, AgentRole role, string otherwise = "answer in its pane") =>
        $"asks you: {(string.Join(" · ", prompt.Ways(role)) is { Length: > 0 } ways ? ways : otherwise)}";

    private static List<string> WaitingRows(AgentView agent, int columns)
    {
        // An agent that asks holds everything up, mail or not: that comes first.
        var rows = new List<string>();
        if (agent.Prompt is { } prompt)
        {
            rows.Add($"  {TextWrap.Cut(WaysToAnswer(prompt, agent.Role), columns - 2)}");
        }

        if (agent.Waiting is { Length: > 0 } waiting)
        {
            AddWaiting(rows, waiting, columns);
        }

        return rows;
    }

    private static void AddWaiting(List<string> all, string reason, int columns)
    {
        var rows = new List<string>();
        TextWrap.Wrap($"  waiting: {CleanText.OneLine(reason)}", columns, columns - 4, rows);
        if (rows.Count > MaxWaitingRows)
        {
            rows.RemoveRange(MaxWaitingRows, rows.Count - MaxWaitingRows);
            rows[^1] = TextWrap.Cut(rows[^1] + " …", columns - 4);
        }

        for (var i = 1; i < rows.Count; i++)
        {
            rows[i] = "    " + rows[i];
        }

        all.AddRange(rows);
    }
}
