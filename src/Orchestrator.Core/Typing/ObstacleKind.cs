namespace Orchestrator.Core.Typing;

/// <summary>What is in the way of a line or of a timer's turn.</summary>
public enum ObstacleKind
{
    /// <summary>The user has paused delivery.</summary>
    Paused,
    Absent,
    Starting,
    Busy,
    NeedsInput,
    Limited,
    Exited,
    /// <summary>Another line is being typed.</summary>
    Stroke,
    /// <summary>Someone is typing into the pane.</summary>
    Human,
    /// <summary>A draft stands in the composer.</summary>
    Draft,
    /// <summary>A line was held back at the last moment; the screen is looked at anew first.</summary>
    Screen,
    QuietHours,
    /// <summary>The turns that timers may give in a day are used up.</summary>
    Budget,
    /// <summary>Every task of the plan is done.</summary>
    NoTasks,
    /// <summary>The agents say nothing new to each other.</summary>
    IdleTalk,
    /// <summary>An agent has mail that it has not read.</summary>
    Unread,
    /// <summary>An agent is at work.</summary>
    AtWork,
    /// <summary>No agent runs.</summary>
    Nobody,
}

/// <summary>The word of an obstacle in the ledger.</summary>
public static class ObstacleKinds
{
    public static string Word(this ObstacleKind kind) => kind switch
    {
        ObstacleKind.NeedsInput => "needs-input",
        ObstacleKind.QuietHours => "quiet-hours",
        ObstacleKind.NoTasks => "no-tasks",
        ObstacleKind.AtWork => "at-work",
        ObstacleKind.IdleTalk => "damper",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
