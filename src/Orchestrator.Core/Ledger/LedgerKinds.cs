using System.Collections.Immutable;

namespace Orchestrator.Core.Ledger;

/// <summary>Every kind of ledger record, with what it says. Commands, docs and validation use this table.</summary>
public static class LedgerKinds
{
    public const string ToUser = "to_user";
    public const string ToPeerSeen = "to_peer-seen";
    public const string SinglePeerIntercept = "single-peer-intercept";
    public const string HandOff = "handoff";
    public const string AckFile = "ack-file";
    public const string KeepaliveScheduled = "keepalive-scheduled";
    public const string KeepaliveSent = "keepalive-sent";
    public const string KeepaliveSkipped = "keepalive-skipped";
    public const string KeepaliveExhausted = "keepalive-exhausted";
    public const string Nudge = "nudge";
    public const string PeerCrashDetected = "peer-crash-detected";
    public const string Launch = "launch";
    public const string Shutdown = "shutdown";
    public const string HandOffDrop = "handoff-drop";
    public const string InboxForeign = "inbox-foreign";
    public const string NudgeGivenUp = "nudge-given-up";
    public const string Unproven = "unproven";
    public const string Paused = "paused";
    public const string Resumed = "resumed";
    public const string PeerStarted = "peer-started";
    public const string PeerStartFailed = "peer-start-failed";
    public const string PeerRestarted = "peer-restarted";
    public const string PeerExited = "peer-exited";
    public const string MailRefused = "mail-refused";
    public const string MailboxDiag = "mailbox-diag";
    public const string EventPrefix = "event-";

    public const string Stored = "stored";
    public const string Waiting = "waiting";
    public const string Typed = "typed";
    public const string Submitted = "submitted";
    public const string Read = "read";
    public const string Replied = "replied";
    public const string Expired = "expired";
    public const string Refused = "refused";
    public const string Cancelled = "cancelled";
    public const string Withdraw = "withdraw";
    public const string TeachWarn = "teach-warn";
    public const string ProcessedCleanup = "processed-cleanup";
    public const string StartupInbox = "startup-inbox";
    public const string UrgentStopped = "urgent-stopped";
    public const string Retried = "retried";
    public const string SelfCheck = "self-check";
    public const string SystemRefresh = "system-refresh";
    public const string AutoCompact = "auto-compact";
    public const string TimerHeld = "timer-held";
    public const string DamperSet = "damper";
    public const string ForemanStart = "foreman-start";
    public const string PlanMarker = "progress-marker";
    public const string ForemanEnd = "foreman-end";
    public const string ForemanLooked = "foreman-looked";
    public const string ForemanSet = "foreman-set";
    public const string ForemanSkipped = "foreman-skipped";
    public const string AuxStart = "aux-start";
    public const string AuxEnd = "aux-end";
    public const string NotTyped = "not-typed";
    public const string Interrupted = "interrupted";
    public const string PromptShown = "prompt-shown";
    public const string PromptAnswered = "prompt-answered";
    public const string RawTyped = "raw-typed";

    /// <summary>The states of a delivery, in the order in which it goes through them; the last three end it early.</summary>
    public static ImmutableArray<string> DeliveryStates { get; } = [Stored, Waiting, Typed, Submitted, Read, Replied, Expired, Refused, Cancelled];

    public static ImmutableDictionary<string, string> All { get; } = ImmutableDictionary.CreateRange(StringComparer.Ordinal, new KeyValuePair<string, string>[]
    {
        new(ToUser, "an agent's message to the user was taken"),
        new(ToPeerSeen, "an agent's message to its peer was taken"),
        new(SinglePeerIntercept, "an agent's to_peer was taken by the system: there is no peer"),
        new(HandOff, "the message is in the inbox"),
        new(AckFile, "a file left an inbox; ok says whether it is in processed"),
        new(KeepaliveScheduled, "a Progress line started the keepalive timer"),
        new(KeepaliveSent, "an agent was told to go on"),
        new(KeepaliveSkipped, "keepalive was due and held back, with the reason"),
        new(KeepaliveExhausted, "keepalive reached its maximum and waits for new activity"),
        new(Nudge, "a nudge was typed"),
        new(PeerCrashDetected, "an agent's process ended by itself"),
        new(Launch, "the agents were started"),
        new(Shutdown, "the session ended"),
        new(HandOffDrop, "mail was not delivered, with the reason"),
        new(InboxForeign, "somebody else put a file into an inbox"),
        new(NudgeGivenUp, "the reminders had no effect; the user was asked"),
        new(Unproven, "a nudge was typed and the screen does not show that it was submitted"),
        new(Paused, "the user paused delivery"),
        new(Resumed, "the user resumed delivery"),
        new(PeerStarted, "an agent's process runs"),
        new(PeerStartFailed, "an agent's process could not be started"),
        new(PeerRestarted, "an agent is ended and started again"),
        new(PeerExited, "an agent's process ended as expected"),
        new(MailRefused, "an outgoing file could not be taken as mail"),
        new(MailboxDiag, "an outgoing file was not clean UTF-8"),
        new(EventPrefix + "progress", "a Progress line in a message"),
        new(EventPrefix + "evidence", "an Evidence line in a message"),
        new(EventPrefix + "ask", "an Ask line in a message"),
        new(EventPrefix + "counter", "a Counter line in a message"),
        new(EventPrefix + "risk", "a Risk line in a message"),
        new(EventPrefix + "next", "a Next line in a message"),
        new(EventPrefix + "task", "a Task line in a message"),
        new(EventPrefix + "step", "a Step line in a message"),
        new(Stored, "the message is accepted and whole on disk; it goes into the inbox now"),
        new(Waiting, "the nudge waits, with the reason"),
        new(Typed, "the nudge stands in the agent's composer"),
        new(Submitted, "the screen shows that the nudge was submitted"),
        new(Read, "the agent moved the message to processed"),
        new(Replied, "the agent answered"),
        new(Expired, "the message was not delivered in its time"),
        new(Refused, "the message was not accepted, with the reason"),
        new(Cancelled, "the user took the message back"),
        new(Withdraw, "a message is to be taken out of its inbox"),
        new(TeachWarn, "an agent was told how its mail should look"),
        new(ProcessedCleanup, "old files of processed/ were removed, as the settings say"),
        new(StartupInbox, "mail of an earlier run was found at the start: resumed, archived or discarded"),
        new(UrgentStopped, "an agent stopped and was told of urgent mail, with the time that it took"),
        new(SelfCheck, "an agent was asked to look at its own work"),
        new(SystemRefresh, "an agent was given its rules again"),
        new(AutoCompact, "an agent that rested was told to compact its context"),
        new(TimerHeld, "a timer was due and may not give a turn now, with the reason"),
        new(DamperSet, "messages between the agents say nothing new and are no longer announced; or they are again"),
        new(ForemanStart, "a run of the Foreman begins"),
        new(PlanMarker, "a progress marker in an agent's message, and what came of it"),
        new(ForemanEnd, "a run of the Foreman ended, with how"),
        new(ForemanLooked, "what the project looked like after a run of the Foreman"),
        new(ForemanSet, "the user switched the Foreman on or off"),
        new(ForemanSkipped, "the Foreman did not run, or its message was not delivered, with the reason"),
        new(AuxStart, "a run of Aux begins, with who asked"),
        new(AuxEnd, "a run of Aux ended, with how"),
        new(NotTyped, "a line was held back at the last moment, because the screen had changed; a nudge waits again, a line of the user's does not"),
        new(Interrupted, "the agent's interrupt key was typed, for an urgent message"),
        new(PromptShown, "an agent shows a prompt that waits for its user"),
        new(PromptAnswered, "the user answered an agent's prompt by a command"),
        new(RawTyped, "the user typed a line past the gate; it is no mail"),
        new(Retried, "the user had a message announced or sent again"),
    });
}
