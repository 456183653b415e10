using Orchestrator.Core.Session;
using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Asks for what was held.</summary>
public sealed record ResumeRequest() : ControlRequest(VerbName)
{
    internal const string VerbName = "resume";
}

/// <summary>Delivers what pause held.</summary>
public sealed class ResumeVerb() : EngineVerb<ResumeRequest>(ResumeRequest.VerbName, "Delivers what pause held.", "agents", "The session could not be resumed")
{
    public static ResumeVerb Row { get; } = new();

    public override ControlRequest Read(RequestReader reader) => new ResumeRequest();

    protected override async Task<ControlReply> AnswerAsync(IEngine engine, ResumeRequest request) => Reply(await engine.ResumeAsync(CancellationToken.None));
}
