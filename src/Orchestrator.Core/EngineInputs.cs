using Orchestrator.Core.Agents;
using Orchestrator.Core.Mail;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core;

/// <summary>Begins to watch the mailbox of these roles; disposing the result ends it.</summary>
public delegate IAsyncDisposable WatchMailbox(IReadOnlyList<AgentRole> roles, IMailObserver observer);

/// <summary>The rules that an agent of this role lives by in this session, as text.</summary>
public delegate string RoleRules(AgentRole role, RoleChoices choices);

/// <summary>What the project looks like now, as a text that is another one when anything has changed (git's head and working tree); null when it cannot be told.</summary>
public delegate Task<string?> LookAtProject(CancellationToken cancellationToken);

/// <summary>A text of the system for an agent of this role, e.g. <c>self-check</c>.</summary>
public delegate string PromptTexts(string name, AgentRole role, RoleChoices choices);

internal sealed record TimerRang : EngineEvent
{
    public static readonly TimerRang Instance = new();
}

internal sealed record MailTaken(OutgoingMail Mail) : EngineEvent;

internal sealed record MailRefused(RefusedMail Mail) : EngineEvent;

internal sealed record InboxMoved(InboxChange Change) : EngineEvent;

internal sealed record WatcherFaulted(string Sentence) : EngineEvent;

/// <summary>A command of the user: runs on the loop and answers by itself.</summary>
internal sealed record Asked(Func<Task> Run) : EngineEvent;

internal sealed record ObserverJoined(Audience.Seat Seat) : EngineEvent;

internal sealed record ObserverLeft(Audience.Seat Seat) : EngineEvent;

/// <summary>Hands what the mailbox watcher tells to the engine's loop.</summary>
internal sealed class MailToEvents(Action<EngineEvent> post) : IMailObserver
{
    public void Taken(OutgoingMail mail) => post(new MailTaken(mail));

    public void Refused(RefusedMail mail) => post(new MailRefused(mail));

    public void InboxChanged(InboxChange change) => post(new InboxMoved(change));

    public void Faulted(string sentence) => post(new WatcherFaulted(sentence));
}
