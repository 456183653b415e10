using System.Collections.Immutable;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Mail;

/// <summary>What changed in an inbox since the last look.</summary>
/// <param name="Acknowledged">Gone from the inbox and found in <c>processed/</c>.</param>
/// <param name="Removed">Gone from the inbox and not in <c>processed/</c>.</param>
/// <param name="Foreign">New files that this engine did not write.</param>
public sealed record InboxChange(
    AgentRole Role,
    ImmutableArray<InboxFile> Acknowledged,
    ImmutableArray<InboxFile> Removed,
    ImmutableArray<string> Foreign,
    int InboxCount,
    int ProcessedCount);
