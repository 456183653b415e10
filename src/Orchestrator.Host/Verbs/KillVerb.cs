using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Asks for the end of the session.</summary>
public sealed record KillRequest() : ControlRequest(VerbName)
{
    internal const string VerbName = "kill";
}

/// <summary>Ends the agents and the host.</summary>
public sealed class KillVerb() : Verb(KillRequest.VerbName, "Ends the agents and the session.")
{
    public static KillVerb Row { get; } = new();

    public override ControlRequest Read(RequestReader reader) => new KillRequest();

    public override void Serve(ControlCall call, IRunningSession session) => session.Kill(call);
}
