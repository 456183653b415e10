using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>One agent as a cockpit or <c>cccc status</c> shows it.</summary>
/// <param name="Waiting">Why mail for it is not typed now, as a sentence ("PeerA shows a permission prompt"), or null.</param>
public sealed record AgentView(
    AgentRole Role,
    string ActorId,
    AgentState State,
    DateTimeOffset StateSince,
    string? Waiting,
    int InboxCount,
    int ProcessedCount,
    int? ProcessId)
{
    /// <summary>The prompt that it shows and that waits for its user, or null.</summary>
    public PromptView? Prompt { get; init; }

    /// <summary>How often the user has been told that it waits for an answer.</summary>
    public int PromptsTold { get; init; }

    /// <summary>When its usage limit ends, where its screen says so.</summary>
    public DateTimeOffset? LimitedUntil { get; init; }
}
