using System.Text.Json.Nodes;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Clients;
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

    /// <summary>Null when it has no agents.</summary>
    IEngine? Engine { get; }

    /// <summary>What it is about, as a sentence without its end.</summary>
    string About { get; }

    JsonNode Status();

    /// <summary>Ends the processes and the engine; returns when they have ended.</summary>
    Task StopAsync();
}
