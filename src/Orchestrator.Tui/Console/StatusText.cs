using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Plan;
using Orchestrator.Core.Session;
using Orchestrator.Tui.Widgets;

namespace Orchestrator.Tui.Console;

/// <summary>The answer to <c>/status</c>: everything that the snapshot says, in lines.</summary>
internal static class StatusText
{
    public static List<TextRun[]> Of(EngineSnapshot snapshot, Theme theme, TimeZoneInfo zone)
    {
        var lines = new List<TextRun[]>();
        void Line(string name, string value) => lines.Add([new($"{name,-12}", theme.Quiet), new(CleanText.OneLine(value), theme.Text)]);
        string At(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).ToString("HH:mm:ss");

        Line("Mode", snapshot.SinglePeer ? "single-peer: only PeerA runs" : "dual");
        Line("Delivery", snapshot.Paused ? "paused; /resume goes on" : "on");
        Line("Hand-offs", $"{snapshot.HandOffs}");
        Line("Aux", snapshot.AuxActor ?? "none");
        Line("Foreman", snapshot.ForemanActor ?? "none");
        foreach (var agent in snapshot.Agents)
        {
            lines.Add([]);
            lines.Add([new($"{agent.State.Mark()} {agent.Role.Label()}", theme.Strong), new($"  {CleanText.OneLine(agent.ActorId)}", theme.Quiet)]);
            Line("  State", $"{agent.State.Word()} since {At(agent.StateSince)}");
            Line("  Mail", $"{agent.InboxCount} in the inbox, {agent.ProcessedCount} done");
            if (agent.Waiting is { Length: > 0 } waiting)
            {
                Line("  Waiting", waiting);
            }

            if (agent.Prompt is { } prompt)
            {
                Line("  Prompt", StatusBar.WaysToAnswer(prompt, agent.Role));
            }

            if (agent.LimitedUntil is { } until)
            {
                Line("  Limit", $"until {TimeZoneInfo.ConvertTime(until, zone):ddd HH:mm}");
            }

            if (agent.ProcessId is { } pid)
            {
                Line("  Process", $"{pid}");
            }
        }

        if (!snapshot.Timers.IsDefaultOrEmpty)
        {
            lines.Add([]);
            foreach (var timer in snapshot.Timers.OrderBy(static t => t.Due ?? DateTimeOffset.MaxValue))
            {
                Line($"  {(timer.Due is { } due ? At(due) : "-")}", $"{timer.Name}{(timer.Role is { } role ? $" {role.Label()}" : "")}: {timer.What}");
            }
        }

        return lines;
    }
}
