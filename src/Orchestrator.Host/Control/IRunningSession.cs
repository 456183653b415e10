using System.Text.Json.Nodes;
using Orchestrator.Core.Session;

namespace Orchestrator.Host.Control;

/// <summary>The session as its verbs see it. All members are used on the event loop.</summary>
public interface IRunningSession
{
    /// <summary>Null in a session of panes: it has no agents.</summary>
    IEngine? Engine { get; }

    /// <summary>What the session is about, as a sentence without its end: <c>This session runs vim</c>.</summary>
    string About { get; }

    JsonNode Status();

    /// <summary>Draws a cockpit on the connection of the call.</summary>
    void Attach(ControlCall call, AttachRequest request);

    /// <summary>Ends the connections of all attached clients.</summary>
    ControlReply Detach();

    /// <summary>Ends the agents and the host; the call is answered when they have ended.</summary>
    void Kill(ControlCall call);
}
