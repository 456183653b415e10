using System.Collections.Immutable;
using Orchestrator.Core.Judging;

namespace Orchestrator.Core.Session;

/// <summary>The answer to a command: what became of it, as a sentence for the user.</summary>
/// <param name="MessageIds">The messages that it made, if any; they are in the ledger and in the inbox when this is returned.</param>
/// <param name="LeftOver">Messages of an earlier run about which must be decided first.</param>
/// <param name="Refused">It was not begun at all, for the reason that the text gives.</param>
public sealed record CommandResult(bool Ok, string Text, ImmutableArray<string> MessageIds = default, int LeftOver = 0, bool Refused = false)
{
    /// <summary>The prompt about which must be decided first.</summary>
    public PromptView? Prompt { get; init; }
}
