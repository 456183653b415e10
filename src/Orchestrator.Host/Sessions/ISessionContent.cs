using System.Text.Json.Nodes;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Tui;

namespace Orchestrator.Host.Sessions;

/// <summary>What a session is about: the agents of a project, or commands in panes. All members are used on the event loop.</summary>
public interface ISessionContent
{
    /// <summary>The cockpit's settings.</summary>
    TuiSettings Settings { get; }

    /// <summary>The project, or the session of a pane: how a window's title calls it.</summary>
    string Name { get; }

    Cockpit MakeCockpit(AttachedClient client, Session session);

    /// <summary>What a client says when it was detached: what keeps running, and how to come back.</summary>
    string DetachedSentence { get; }

    JsonNode Status();

    Task<ControlReply> SendAsync(Route route, string text, SendOptions options, CancellationToken cancellationToken);

    Task<ControlReply> ForemanAsync(ForemanOrder order, CancellationToken cancellationToken);

    /// <summary>Completes when the run has ended.</summary>
    Task<ControlReply> AuxAsync(string text, string asker, CancellationToken cancellationToken);

    Task<ControlReply> MessageAsync(MessageVerb verb, string? id, CancellationToken cancellationToken);

    Task<ControlReply> ExplainAsync(AgentRole role, CancellationToken cancellationToken);

    Task<ControlReply> AnswerPromptAsync(AgentRole role, PromptAnswer answer, string? promptId, CancellationToken cancellationToken);

    ControlReply Report(AgentRole role, string text);

    /// <summary>Ends the processes and the engine; returns when they have ended.</summary>
    Task StopAsync();
}
