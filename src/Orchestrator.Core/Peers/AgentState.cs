namespace Orchestrator.Core.Peers;

/// <summary>What an agent is doing, judged from its screen and title (never from the byte stream).</summary>
public enum AgentState
{
    /// <summary>Not launched yet.</summary>
    Absent,
    Starting,
    Idle,
    Busy,
    /// <summary>Shows a dialog or permission prompt: nothing may be typed.</summary>
    NeedsInput,
    /// <summary>Shows a usage limit.</summary>
    Limited,
    Exited,
}
