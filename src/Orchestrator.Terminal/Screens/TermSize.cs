namespace Orchestrator.Terminal.Screens;

/// <summary>The size of a terminal or pane in character cells.</summary>
/// <param name="Columns">Columns, at least 1.</param>
/// <param name="Rows">Rows, at least 1.</param>
public readonly record struct TermSize(int Columns, int Rows)
{
    public override string ToString() => $"{Columns}x{Rows}";
}
