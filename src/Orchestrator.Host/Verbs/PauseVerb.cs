using Orchestrator.Core.Session;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Asks that mail and timers wait.</summary>
public sealed record PauseRequest() : ControlRequest(VerbName)
{
    internal const string VerbName = "pause";
}

/// <summary>Holds all mail and timers.</summary>
public sealed class PauseVerb() : EngineVerb<PauseRequest>(PauseRequest.VerbName, "Holds all mail and timers.", "agents", "The session could not be paused")
{
    public static PauseVerb Row { get; } = new();

    public override ControlRequest Read(RequestReader reader) => new PauseRequest();

    protected override async Task<ControlReply> AnswerAsync(IEngine engine, PauseRequest request) => Reply(await engine.PauseAsync(CancellationToken.None));
}
