using System.Collections.Immutable;

namespace Orchestrator.Core.Messages;

/// <summary>A step of a message's life.</summary>
/// <param name="Note">Why, or how long, where there is something to say.</param>
public sealed record DeliveryStep(DeliveryState State, DateTimeOffset At, string? Note = null);

/// <summary>A message and its life so far. Made of ledger records alone; immutable.</summary>
/// <param name="Id">The <c>[MID:]</c>.</param>
/// <param name="From"><c>User</c>, <c>PeerA</c>, <c>System</c>, or <c>?</c> for a file that somebody else put into an inbox.</param>
/// <param name="To"><c>PeerA</c>, <c>PeerB</c>, <c>User</c> or <c>System</c>.</param>
/// <param name="Chars">Characters of the body; 0 when not known.</param>
/// <param name="Thread">The id of the message that began the conversation.</param>
/// <param name="Expires">When it is taken back if it has not been read by then.</param>
/// <param name="Sequence">Its number in the inbox, once its file is there.</param>
/// <param name="HasLeft">Its file is no longer in an inbox, or never was to be.</param>
/// <param name="IsBeingWithdrawn">It is to be taken out of the inbox; whether that came in time is not known yet.</param>
public sealed record MessageLife(
    string Id,
    string From,
    string To,
    int Chars,
    string? ReplyTo,
    string Thread,
    bool Urgent,
    DateTimeOffset? Expires,
    string? Claim,
    DeliveryState State,
    ImmutableArray<DeliveryStep> Steps,
    long? Sequence = null,
    bool HasLeft = false,
    bool IsBeingWithdrawn = false)
{
    /// <summary>The id of the copy that was sent when somebody asked for it to be sent again, or null.</summary>
    public string? SentAgainAs { get; init; }

    // Waiting and reminders repeat; what happened first and last is what anybody asks for.
    private const int MostSteps = 40;

    public DateTimeOffset StoredAt => Steps[0].At;

    /// <summary>When it came into its present state.</summary>
    public DateTimeOffset Since => Steps[^1].At;

    /// <summary>What the last step says beyond its state, or null.</summary>
    public string? Note => Steps[^1].Note;

    /// <summary>
    /// The agent had its file, whether or not it has been recorded that it was there: an agent that reads at once can be faster than that record,
    /// and a host can die, or its disk be full, in between.
    /// </summary>
    public bool WasInInbox => Sequence is not null || Steps.Any(step => step.State is DeliveryState.Read or DeliveryState.Removed);

    public MessageLife With(DeliveryStep step)
    {
        var steps = Steps.Length < MostSteps ? Steps : Steps.RemoveAt(MostSteps / 2);
        return this with { State = step.State, Steps = steps.Add(step) };
    }
}
