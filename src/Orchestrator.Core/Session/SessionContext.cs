using Microsoft.Extensions.Logging;
using Orchestrator.Core.Files;
using Orchestrator.Core.Ledger;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>What all parts of a session share: its project, settings, clock, journal, timeline, and how far it has come. Used on the engine's loop only.</summary>
/// <param name="Post">Puts an event behind all others of the loop.</param>
internal sealed record SessionContext(
    ProjectFolder Project,
    SessionSettings Settings,
    TimeProvider Time,
    Mailbox Mailbox,
    Journal Journal,
    Timeline Timeline,
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

    public DateTimeOffset Now => Time.GetUtcNow();

    public DateTimeOffset LocalNow => Local(Now);

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Time.LocalTimeZone);

    /// <summary>As the user's clock shows it: <c>14:05</c>.</summary>
    public string Clock(DateTimeOffset at) => $"{Local(at):HH:mm}";

    public string NewMessageId() => Envelope.NewMessageId(Now);

    /// <summary>Whether the disk, and not the program, is at fault: what was to be done is tried again.</summary>
    public static bool IsStorageFault(Exception e) => e is MailboxException or LedgerException or IOException or UnauthorizedAccessException;

    public void Show(TimelineKind kind, string label, string text, string? messageId = null) => Timeline.Show(kind, label, text, messageId);

    public void Log(LogLevel level, string text) => Timeline.Log(level, text);

    public void LogError(string text, Exception e) => Timeline.LogError(text, e);
}
