namespace Orchestrator.Core.Settings;

/// <summary>The <c>delivery</c> block of <c>cli_profiles.yaml</c>.</summary>
public sealed record DeliverySettings
{
    public TimeSpan NudgeResend { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Fraction, ± of <see cref="NudgeResend"/>.</summary>
    public double NudgeJitter { get; init; } = 0.05;

    /// <summary>Reminders for the same mail before the user is asked.</summary>
    public int NudgeMaxRetries { get; init; } = 3;

    /// <summary>The longest time between two reminders, however many there were.</summary>
    public TimeSpan NudgeBackoffMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>After an agent put a file away it is left in peace for this time.</summary>
    public TimeSpan NudgeProgressTimeout { get; init; } = TimeSpan.FromSeconds(300);

    public bool KeepaliveEnabled { get; init; } = true;

    public TimeSpan KeepaliveDelay { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan SinglePeerKeepaliveDelay { get; init; } = TimeSpan.FromSeconds(240);

    public int SinglePeerKeepaliveMaxNudges { get; init; } = 3;

    /// <summary>Nothing is typed while a human typed into the pane within this time.</summary>
    public TimeSpan HumanQuiet { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A file without closing tag counts as complete when it has been still for this time.</summary>
    public TimeSpan StillTime { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Bytes; a larger outgoing file is refused with a notice to its author.</summary>
    public int MaxMessageBytes { get; init; } = 1_000_000;

    /// <summary>How often the mailbox is looked through for what the file watcher missed.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What becomes of mail of an earlier run.</summary>
    public LeftOverMail LeftOver { get; init; } = LeftOverMail.Ask;

    /// <summary>An agent whose message has no insight block is told so.</summary>
    public bool InsightHint { get; init; } = true;

    /// <summary>Files that stay in each <c>processed/</c>.</summary>
    public int ProcessedRetention { get; init; } = 100;

    /// <summary>Files that stay of each kind of mail that lies in no inbox.</summary>
    public int KeptRetention { get; init; } = 500;
}
