using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Asks what the session is doing.</summary>
public sealed record StatusRequest() : ControlRequest(VerbName)
{
    internal const string VerbName = "status";
}

/// <summary>Tells what the session is doing.</summary>
public sealed class StatusVerb() : Verb(StatusRequest.VerbName, "Shows the agents, their mail and the timers of the session.")
{
    public static StatusVerb Row { get; } = new();

    public override string Data => "an object: what `cccc status --json` prints";

    public override ControlRequest Read(RequestReader reader) => new StatusRequest();

    public override void Serve(ControlCall call, IRunningSession session) => call.Reply(new ControlReply(ReplyCode.Done, "", session.Status()));
}
