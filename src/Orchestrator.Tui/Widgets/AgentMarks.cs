using Orchestrator.Core.Peers;

namespace Orchestrator.Tui.Widgets;

/// <summary>How an agent's state is shown: a mark of one column, so that it reads without colour, and its word.</summary>
internal static class AgentMarks
{
    public static string Mark(this AgentState state) => state switch
    {
        AgentState.Starting => "◌",
        AgentState.Idle => "○",
        AgentState.Busy => "●",
        AgentState.NeedsInput => "?",
        AgentState.Limited => "!",
        AgentState.Exited => "✗",
        _ => "·",
    };

    public static string Word(this AgentState state) => state switch
    {
        AgentState.Absent => "not started",
        AgentState.Starting => "starting",
        AgentState.Idle => "idle",
        AgentState.Busy => "busy",
        AgentState.NeedsInput => "needs-input",
        AgentState.Limited => "limited",
        AgentState.Exited => "exited",
        _ => state.ToString(),
    };
}
