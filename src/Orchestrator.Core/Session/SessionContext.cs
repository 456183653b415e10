using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rhythm;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>What all parts of a session share: its project, settings, clock, journal, timeline, and how far it has come. Used on the engine's loop only.</summary>
/// <param name="Post">Puts an event behind all others of the loop.</param>
internal sealed record SessionContext(
    ProjectFolder Project,
    SessionSettings Settings,
    SteadyClock Time,
    Mailbox Mailbox,
    Journal Journal,
    Chronicle Timeline,
    ActorsInForce Actors,
    AgentRoster Agents,
    Func<EngineEvent, bool> Post)
{
    /// <summary>How long is waited after a fault of the disk before the same is tried again.</summary>
    public static readonly TimeSpan RetryAfterFault = TimeSpan.FromSeconds(10);

    /// <summary>Set by the engine (its end) and by the launch (its beginning).</summary>
    public SessionPhase Phase { get; set; } = SessionPhase.Setup;

    /// <summary>Who was chosen at the launch; null before it.</summary>
    public RoleChoices? Choices { get; set; }

    public bool IsRunning => Phase == SessionPhase.Running;

    public bool SinglePeer => (Choices ?? Settings.Roles).SinglePeer;

    /// <summary>The time by which everything waits; it never goes back. What is written down or shown goes through <see cref="Wall"/>.</summary>
    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>The time of the system's clock.</summary>
    public DateTimeOffset WallNow => Wall(Now);

    public DateTimeOffset LocalNow => Local(Now);

    /// <summary>What the system's clock shows (or will show, as it stands now) at a time of ours.</summary>
    public DateTimeOffset Wall(DateTimeOffset at) => at - Time.Ahead;

    /// <summary>The time of ours at which the system's clock shows this.</summary>
    public DateTimeOffset Steady(DateTimeOffset wall) => wall + Time.Ahead;

    /// <summary>A time of ours as the system's clock shows it, in the user's zone.</summary>
    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(Wall(at), Time.LocalTimeZone);

    /// <summary>A time of ours as the user's clock shows it: <c>14:05</c>.</summary>
    public string Clock(DateTimeOffset at) => $"{Local(at):HH:mm}";

    public string NewMessageId() => Envelope.NewMessageId(WallNow);

    /// <summary>Whether the disk, and not the program, is at fault: what was to be done is tried again.</summary>
    public static bool IsStorageFault(Exception e) => e is MailboxException or LedgerException or IOException or UnauthorizedAccessException;

    public void Show(TimelineKind kind, string label, string text, string? messageId = null) => Timeline.Show(kind, label, text, messageId);

    public void Log(LogLevel level, string text) => Timeline.Log(level, text);

    public void LogError(string text, Exception e) => Timeline.LogError(text, e);
}
