using System.CommandLine;
using System.Text.Json;
using Orchestrator.Cli.Doctor;
using Orchestrator.Cli.Output;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc doctor</c>: what is wrong, and how to mend it. Exit code 1 when there is a fault.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var project = ProjectOption.Create();
        var set = SetOption.Create();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("doctor", "Check terminal, settings, agents and folders; say how to mend each fault.") { project, set, json };
        command.SetAction(parsed => Run(ProjectOption.Resolve(parsed, project), SettingsSources.OfProcess(parsed.GetValue(set) ?? []), parsed.GetValue(json), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(ProjectFolder folder, SettingsSources sources, bool json, TextWriter output)
    {
        var report = Examination.Of(folder, sources, TerminalFacts.OfProcess());
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.DoctorReport));
        }
        else
        {
            DoctorPage.Print(report, output, ReferenceEquals(output, StandardStreams.Output) ? StandardStreams.Columns : null);
        }

        return report.Ok ? ExitCode.Done : ExitCode.Failed;
    }
}
