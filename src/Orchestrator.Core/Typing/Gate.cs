using System.Globalization;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Typing;

/// <summary>All that decides whether a line may be typed into an agent.</summary>
/// <param name="HumanTypedAt">When a human last typed into its pane.</param>
/// <param name="Draft">Text that a human left in the agent's composer, where the actor's rules can tell, or null.</param>
/// <param name="LimitedUntil">When the usage limit ends, where the screen says so.</param>
/// <param name="NotBefore">A line was held back at the last moment: the screen is looked at anew first.</param>
/// <param name="Ahead">How far these times are ahead of the clock that the user sees.</param>
public sealed record GateFacts(
    AgentRole Role,
    AgentState State,
    bool Paused,
    bool IsTyping,
    DateTimeOffset? HumanTypedAt,
    TimeSpan HumanQuiet,
    string? Draft = null,
    DateTimeOffset? LimitedUntil = null,
    DateTimeOffset? NotBefore = null,
    TimeSpan Ahead = default);

/// <summary>
/// The one place that decides whether something may be typed into an agent. A return pressed at the wrong moment approves a permission prompt,
/// so every stroke passes here and nothing is typed on a guess.
/// </summary>
public static class Gate
{
    /// <returns>The obstacle, or null when the gate is open.</returns>
    public static Obstacle? Closed(GateFacts facts, DateTimeOffset now)
    {
        var who = facts.Role.Label();
        if (facts.Paused)
        {
            return new Obstacle(ObstacleKind.Paused, "delivery is paused");
        }

        if (ByState(facts, who) is { } obstacle)
        {
            return obstacle;
        }

        if (facts.IsTyping)
        {
            return new Obstacle(ObstacleKind.Stroke, $"another line is being typed into {who}");
        }

        if (facts.HumanTypedAt is { } typed && typed + facts.HumanQuiet > now)
        {
            return new Obstacle(ObstacleKind.Human, $"someone is typing into {who}", typed + facts.HumanQuiet);
        }

        if (facts.Draft is not null)
        {
            return new Obstacle(ObstacleKind.Draft, $"a draft stands in the composer of {who}");
        }

        return facts.NotBefore > now ? new Obstacle(ObstacleKind.Screen, $"the screen of {who} changed just now", facts.NotBefore) : null;
    }

    private static Obstacle? ByState(GateFacts facts, string who) => facts.State switch
    {
        AgentState.Idle => null,
        AgentState.Absent => new Obstacle(ObstacleKind.Absent, $"{who} is not launched"),
        AgentState.Starting => new Obstacle(ObstacleKind.Starting, $"{who} is starting"),
        AgentState.Busy => new Obstacle(ObstacleKind.Busy, $"{who} is busy"),
        AgentState.NeedsInput => new Obstacle(ObstacleKind.NeedsInput, $"{who} shows a permission prompt"),
        AgentState.Limited => facts.LimitedUntil is { } until
            ? new Obstacle(ObstacleKind.Limited, string.Create(CultureInfo.InvariantCulture, $"{who} has reached its usage limit, until {until - facts.Ahead:yyyy-MM-dd HH:mm}"), until)
            : new Obstacle(ObstacleKind.Limited, $"{who} has reached its usage limit"),
        AgentState.Exited => new Obstacle(ObstacleKind.Exited, $"{who} has ended; /restart starts it again"),
        _ => throw new ArgumentOutOfRangeException(nameof(facts), facts.State, "an agent state that the gate does not know"),
    };
}
