namespace Orchestrator.Core.Session;

/// <summary>A line of the log pane.</summary>
public sealed record LogLine(DateTimeOffset At, string Level, string Text);
