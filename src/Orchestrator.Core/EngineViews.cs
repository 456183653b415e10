using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Core.Agents;
using Orchestrator.Core.Delivery;
using Orchestrator.Core.Plan;
using Orchestrator.Core.Runs;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core;

public enum SessionPhase
{
    /// <summary>Waiting for the setup panel (or <c>run --launch</c>) to choose the agents.</summary>
    Setup,
    Running,
    Stopping,
}

/// <summary>One agent as a cockpit or <c>cccc status</c> shows it.</summary>
/// <param name="Waiting">Why mail for it is not typed now, as a sentence ("PeerA shows a permission prompt"), or null.</param>
public sealed record AgentView(
    AgentRole Role,
    string ActorId,
    AgentState State,
    DateTimeOffset StateSince,
    string? Waiting,
    int InboxCount,
    int ProcessedCount,
    int? ProcessId)
{
    /// <summary>The prompt that it shows and that waits for its user, or null.</summary>
    public PromptView? Prompt { get; init; }

    /// <summary>How often the user has been told that it waits for an answer.</summary>
    public int PromptsTold { get; init; }

    /// <summary>When its usage limit ends, where its screen says so.</summary>
    public DateTimeOffset? LimitedUntil { get; init; }
}

/// <summary>A timer that is running, for the status bar: e.g. <c>keepalive PeerA 2/3</c> due at a time.</summary>
/// <param name="Due">Null when it waits for something else than a time.</param>
public sealed record TimerView(string Name, AgentRole? Role, DateTimeOffset? Due, string What)
{
    /// <summary>True for a timer of the session that holds nothing back.</summary>
    public bool Quiet { get; init; }
}

/// <summary>Everything that a view needs to know about the session, at one moment. Immutable.</summary>
public sealed record EngineSnapshot(
    SessionPhase Phase,
    bool SinglePeer,
    bool Paused,
    ImmutableArray<AgentView> Agents,
    ImmutableArray<TimerView> Timers,
    int HandOffs,
    string? AuxActor,
    string? ForemanActor,
    DateTimeOffset At)
{
    /// <summary>The plan in <c>docs/por</c>; null when the project has none.</summary>
    public TaskPlan? Plan { get; init; }

    /// <summary>Runs of Aux and the Foreman that are under way.</summary>
    public ImmutableArray<RunView> Runs { get; init; } = [];
}

public enum TimelineKind
{
    System,
    User,
    /// <summary>An agent's message to the user (to_user.md).</summary>
    ToUser,
    /// <summary>Mail from one agent to the other, or taken by the system in single-peer mode.</summary>
    HandOff,
    Delivery,
    Warning,
    Error,
}

/// <summary>A line of the timeline. Text is untrusted (agents write it) and may have many lines: views draw it as cells, never raw.</summary>
/// <param name="Label">Who: <c>User</c>, <c>PeerA</c>, <c>PeerA → PeerB</c>, <c>System</c>.</param>
public sealed record TimelineEntry(long Id, DateTimeOffset At, TimelineKind Kind, string Label, string Text, string? MessageId = null);

/// <summary>A line of the log pane.</summary>
public sealed record LogLine(DateTimeOffset At, string Level, string Text);

/// <summary>
/// Told of everything new by the engine's loop, in order; a new observer gets the newest snapshot and the last 1,000 entries first.
/// Called on the engine's loop: hand over and return.
/// </summary>
public interface IEngineObserver
{
    void SnapshotChanged(EngineSnapshot snapshot);

    void TimelineAppended(TimelineEntry entry);

    void Logged(LogLine line);

    /// <summary>A message that the timeline shows (by its <see cref="TimelineEntry.MessageId"/>) is in this state now.</summary>
    void DeliveryChanged(MessageLife delivery)
    {
        // Who shows no timeline has no use for it.
    }
}

/// <summary>Where a message of the user goes.</summary>
public enum Route
{
    PeerA,
    PeerB,
    Both,
}

/// <summary>The answer to a command: what became of it, as a sentence for the user.</summary>
/// <param name="MessageIds">The messages that it made, if any; they are in the ledger and in the inbox when this is returned.</param>
/// <param name="LeftOver">Messages of an earlier run about which must be decided first.</param>
/// <param name="Refused">It was not begun at all, for the reason that the text gives.</param>
public sealed record CommandResult(bool Ok, string Text, ImmutableArray<string> MessageIds = default, int LeftOver = 0, bool Refused = false)
{
    /// <summary>The prompt about which must be decided first.</summary>
    public PromptView? Prompt { get; init; }
}

public enum PromptChoice
{
    /// <summary>Yes, this once.</summary>
    Approve,
    Deny,
    /// <summary>The entry with a number.</summary>
    Answer,
}

/// <summary>What the user says to a prompt.</summary>
/// <param name="Number">With <see cref="PromptChoice.Answer"/>: from 1 to 99.</param>
public readonly record struct PromptAnswer(PromptChoice Choice, int Number = 0)
{
    /// <summary>The answer that somebody names: <c>approve</c>, <c>deny</c> or the number of an entry.</summary>
    /// <returns>Null: another word.</returns>
    public static PromptAnswer? Parse(string? word) => word switch
    {
        "approve" => new PromptAnswer(PromptChoice.Approve),
        "deny" => new PromptAnswer(PromptChoice.Deny),
        _ => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 99 ? new PromptAnswer(PromptChoice.Answer, number) : null,
    };

    /// <summary>The word that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Choice == PromptChoice.Answer ? Number.ToString(CultureInfo.InvariantCulture) : Choice.ToString().ToLowerInvariant();
}

/// <summary>What an agent's state is judged from, at one moment.</summary>
public sealed record AgentExplanation(
    AgentRole Role, ActorDefinition Actor, AgentState State, DateTimeOffset Since, Judgement Judgement, ScreenObservation? Screen, ImmutableArray<NearMiss> NearMisses, string? Waiting);

/// <summary>How a message of the user is to be delivered.</summary>
/// <param name="Urgent">It is announced before all other mail.</param>
/// <param name="TimeToLive">Taken back when it has not been read within this time; null: never.</param>
/// <param name="ReplyTo">The id of the message that it answers.</param>
/// <param name="Key">The sender's own name for it, at most 200 characters: sending it again under the same key sends nothing more.</param>
public sealed record SendOptions(bool Urgent = false, TimeSpan? TimeToLive = null, string? ReplyTo = null, string? Key = null)
{
    public static readonly SendOptions Plain = new();
}

/// <summary>What becomes of mail that lies in the inboxes from an earlier run.</summary>
public enum LeftOverMail
{
    /// <summary>Nobody has decided: when there is some, nothing is started and the question comes back.</summary>
    Ask,
    /// <summary>It stays where it is and is announced.</summary>
    Resume,
    /// <summary>It is moved to <c>.cccc/archive/</c>.</summary>
    Archive,
    /// <summary>It is moved to <c>processed/</c> unread.</summary>
    Discard,
}

/// <summary>A message and what it says.</summary>
/// <param name="Text">As its file is, or null when it is no longer kept.</param>
/// <param name="TextPath">Where that file is.</param>
public sealed record MessageDetail(MessageLife Life, string? Text, string? TextPath);

/// <summary>The engine as cockpits, the control socket and the demo see it. Thread-safe: everything goes through the engine's own loop.</summary>
public interface IEngine
{
    EngineSnapshot Snapshot { get; }

    /// <summary>Subscribes until the result is disposed.</summary>
    IDisposable Observe(IEngineObserver observer);

    /// <summary>Tells the engine what happened outside of it.</summary>
    void Post(EngineEvent engineEvent);

    /// <summary>Mail from the user. In single-peer mode <see cref="Route.PeerB"/> answers <c>Single-peer mode, use /a</c> and <see cref="Route.Both"/> means PeerA.</summary>
    Task<CommandResult> SendAsync(Route route, string text, SendOptions options, CancellationToken cancellationToken);

    /// <summary>The same, without options.</summary>
    Task<CommandResult> SendAsync(Route route, string text, CancellationToken cancellationToken) => SendAsync(route, text, SendOptions.Plain, cancellationToken);

    /// <summary>The messages that are under way and the last ones that have arrived, oldest first.</summary>
    Task<ImmutableArray<MessageLife>> MessagesAsync(CancellationToken cancellationToken);

    /// <summary>Messages of that id, or whose ids begin with it.</summary>
    Task<ImmutableArray<MessageDetail>> FindMessagesAsync(string id, CancellationToken cancellationToken);

    /// <summary>Announces a message anew that lies in an inbox, or sends one again that was taken back or held back.</summary>
    Task<CommandResult> RetryMessageAsync(string id, CancellationToken cancellationToken);

    /// <summary>Takes a message out of its inbox, if its agent has not read it.</summary>
    Task<CommandResult> CancelMessageAsync(string id, CancellationToken cancellationToken);

    /// <summary>Decides the mode, starts the agents that were chosen. The choices have been saved by the caller.</summary>
    /// <param name="leftOver">What becomes of mail of an earlier run. With <see cref="LeftOverMail.Ask"/> and such mail, the answer is not ok and says how much there is
    /// (<see cref="CommandResult.LeftOver"/>); nothing has been started then.</param>
    Task<CommandResult> LaunchAsync(RoleChoices choices, LeftOverMail leftOver, CancellationToken cancellationToken);

    /// <summary>The same, where nobody can be asked: mail of an earlier run is treated as the settings say, and resumed where they say to ask.</summary>
    Task<CommandResult> LaunchAsync(RoleChoices choices, CancellationToken cancellationToken);

    Task<CommandResult> PauseAsync(CancellationToken cancellationToken);

    Task<CommandResult> ResumeAsync(CancellationToken cancellationToken);

    /// <summary>Switches the Foreman, has it run now, or asks about it.</summary>
    Task<CommandResult> ForemanAsync(ForemanOrder order, CancellationToken cancellationToken);

    /// <summary>Runs the helper once; completes when it has ended, with what it printed.</summary>
    /// <param name="asker">Who asks: <c>User</c>, <c>PeerA</c>, <c>PeerB</c>.</param>
    Task<CommandResult> AuxAsync(string prompt, string asker, CancellationToken cancellationToken);

    /// <summary>Types the user's answer into the prompt that an agent shows.</summary>
    /// <param name="promptId">The prompt that the user saw; with another one on the screen nothing is typed. Null: whichever there is.</param>
    Task<CommandResult> AnswerPromptAsync(AgentRole role, PromptAnswer answer, string? promptId, CancellationToken cancellationToken);

    /// <summary>Types a line of the user past the gate: no mail, no reminders. With a prompt on the screen the answer is not ok and carries it, unless
    /// <paramref name="overPrompt"/> names it: then the text is typed as keys, without a return.</summary>
    Task<CommandResult> TypeRawAsync(AgentRole role, string text, string? overPrompt, CancellationToken cancellationToken);

    /// <summary>Why an agent's state is what it is; null when the agent is not launched.</summary>
    Task<AgentExplanation?> ExplainAsync(AgentRole role, CancellationToken cancellationToken);

    /// <summary>Ends and starts an agent again; null restarts all.</summary>
    Task<CommandResult> RestartAsync(AgentRole? role, CancellationToken cancellationToken);
}
