using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Asks for the end of all attached clients' connections.</summary>
public sealed record DetachRequest() : ControlRequest(VerbName)
{
    internal const string VerbName = "detach";
}

/// <summary>Ends the connections of all attached clients.</summary>
public sealed class DetachVerb() : Verb(DetachRequest.VerbName, "Ends the connections of all attached terminals; the agents keep running.")
{
    public static DetachVerb Row { get; } = new();

    public override ControlRequest Read(RequestReader reader) => new DetachRequest();

    public override void Serve(ControlCall call, IRunningSession session) => call.Reply(session.Detach());
}
