using Orchestrator.Host.Control;

namespace Orchestrator.Host.Verbs;

/// <summary>Everything that can be asked of a running session, a row each.</summary>
public static class SessionVerbs
{
    public static VerbTable Table { get; } = new(
    [
        AttachVerb.Row,
        DetachVerb.Row,
        StatusVerb.Row,
        SendVerb.Row,
        MessageVerb.Row,
        ForemanVerb.Row,
        AuxVerb.Row,
        ExplainVerb.Row,
        AnswerVerb.Row,
        ReportVerb.Row,
        PauseVerb.Row,
        ResumeVerb.Row,
        RestartVerb.Row,
        SubscribeVerb.Row,
        UnsubscribeVerb.Row,
        KillVerb.Row,
    ]);
}
