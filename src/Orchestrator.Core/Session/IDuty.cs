namespace Orchestrator.Core.Session;

/// <summary>
/// Something that the session does by itself. After every event each is advanced, in their order; then the loop sleeps until the first is due.
/// </summary>
internal interface IDuty
{
    /// <summary>As users, records and settings call it: <c>keepalive</c>.</summary>
    string Name { get; }

    /// <summary>Whose it is; null: the session's. A fault stalls this agent's duties for a moment and nobody else's.</summary>
    Agent? Agent => null;

    /// <summary>True: also while its agent is stalled, and while the session ends.</summary>
    bool IsAlways => false;

    /// <summary>When it wants to be advanced although nothing happens, or null. A time that has passed is at once.</summary>
    DateTimeOffset? Due { get; }

    /// <summary>What <c>status</c> and the status bar tell of it, or null.</summary>
    TimerView? View => null;

    /// <summary>Does what is due, if anything is.</summary>
    Task AdvanceAsync();
}
