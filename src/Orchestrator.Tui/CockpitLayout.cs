namespace Orchestrator.Tui;

/// <summary>What a cockpit shows.</summary>
public enum CockpitLayout
{
    /// <summary>Console and log on the left, the agents' panes on the right; before launch the setup panel.</summary>
    Session,

    /// <summary>One pane on the whole screen, or several in a grid, with a one-line status bar: <c>cccc pane -- COMMAND</c>.</summary>
    Panes,
}
