using System.Collections.Immutable;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Messages;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

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
