using System.CommandLine;
using Orchestrator.Host.Verbs;

namespace Orchestrator.Cli.Commands;

/// <summary>Every verb of the program, declared once: the parser, the help and the completions are made from this.</summary>
internal static class VerbList
{
    public static IEnumerable<Command> Create() =>
    [
        RunCommand.Create(),
        AttachCommand.Create(),
        DetachCommand.Create(),
        StatusCommand.Create(),
        SendCommand.Create(),
        MessageCommand.Create(),
        AuxCommand.Create(),
        ForemanCommand.Create(),
        TaskCommand.Create(),
        AnswerCommand.Create(),
        ExplainCommand.Create(),
        ReportCommand.Create(),
        Question.Create(PauseVerb.Row, static () => new PauseRequest(), byName: false),
        Question.Create(ResumeVerb.Row, static () => new ResumeRequest(), byName: false),
        RestartCommand.Create(),
        KillCommand.Create(),
        InitCommand.Create(),
        ResetCommand.Create(),
        DoctorCommand.Create(),
        DemoCommand.Create(),
        PaneCommand.Create(),
        ScreenCommand.Create(),
        VersionCommand.Create(),
        CompletionCommand.Create(),
        HostCommand.Create(),
        ScriptedAgentCommand.Create(),
    ];
}
