namespace Orchestrator.Core.Messages;

/// <summary>How far a message has come. The first six are the way of mail to an agent, in their order; the others end it, or are of mail that goes to no agent.</summary>
public enum DeliveryState
{
    /// <summary>Recorded, and in the inbox or about to be.</summary>
    Stored,
    /// <summary>The nudge may not be typed now, for a reason.</summary>
    Waiting,
    /// <summary>The nudge stands in the agent's composer.</summary>
    Typed,
    /// <summary>The screen shows that the nudge was submitted.</summary>
    Submitted,
    /// <summary>The agent moved the message to <c>processed/</c>.</summary>
    Read,
    /// <summary>The agent named the message in mail of its own.</summary>
    Replied,
    /// <summary>Gone from the inbox without having been moved to <c>processed/</c>.</summary>
    Removed,
    /// <summary>Not read within its time; taken back.</summary>
    Expired,
    /// <summary>Taken back by the user.</summary>
    Cancelled,
    /// <summary>Not accepted, for a reason; kept.</summary>
    Refused,
    /// <summary>Mail for the user: in the timeline.</summary>
    Shown,
    /// <summary>Single-peer mode: mail for the peer that the system took.</summary>
    Intercepted,
}

public static class DeliveryStates
{
    /// <summary>As the user reads and writes it, e.g. <c>waiting</c>.</summary>
    public static string Word(this DeliveryState state) => state.ToString().ToLowerInvariant();

    /// <summary>Nothing follows any more but an answer.</summary>
    public static bool IsFinal(this DeliveryState state) => state >= DeliveryState.Read;
}
