using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Agents;

/// <summary>What an agent is doing, and the evidence for it.</summary>
/// <param name="Rule">The rule that decided, or null when the screen's stillness did.</param>
/// <param name="Evidence">The row, title or report that the rule matched.</param>
public sealed record Judgement(AgentState State, string Why, ScreenRule? Rule = null, string? Evidence = null)
{
    public override string ToString() => Evidence is null ? $"{State}: {Why}" : $"{State}: {Why} on \"{Evidence}\"";
}
