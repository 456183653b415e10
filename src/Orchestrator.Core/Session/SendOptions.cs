namespace Orchestrator.Core.Session;

/// <summary>How a message of the user is to be delivered.</summary>
/// <param name="Urgent">It is announced before all other mail.</param>
/// <param name="TimeToLive">Taken back when it has not been read within this time; null: never.</param>
/// <param name="ReplyTo">The id of the message that it answers.</param>
/// <param name="Key">The sender's own name for it, at most 200 characters: sending it again under the same key sends nothing more.</param>
public sealed record SendOptions(bool Urgent = false, TimeSpan? TimeToLive = null, string? ReplyTo = null, string? Key = null)
{
    public static readonly SendOptions Plain = new();
}
