using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Judging;

/// <summary>What an agent is doing, and the evidence for it.</summary>
/// <param name="Rule">The rule that decided, or null when the screen's stillness did.</param>
/// <param name="Evidence">The row, title or report that the rule matched.</param>
/// <param name="Row">Where the evidence stands, from 0; null for the title and the report.</param>
public sealed record Judgement(AgentState State, string Why, ScreenRule? Rule = null, string? Evidence = null, int? Row = null)
{
    /// <summary>The composer, where the actor's rules know it and it is on the screen.</summary>
    public ComposerFound? Composer { get; init; }

    /// <summary>When the usage limit ends, where the screen says so.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>What stands in the composer and was not sent, or null.</summary>
    public string? Draft => Composer is { Draft.Length: > 0 } composer ? composer.Draft : null;

    internal static Judgement By(RuleMatch match) => new(match.Rule.State, $"rule {match.Rule.Name} /{match.Rule.Pattern}/", match.Rule, match.Evidence, match.Row);

    public override string ToString() => Evidence is null ? $"{State}: {Why}" : $"{State}: {Why} on \"{Evidence}\"";
}
