using System.Collections.Immutable;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Cli.Doctor;

/// <summary>Everything that doctor looks at, in the order in which it is told.</summary>
internal static class Examination
{
    public static DoctorReport Of(ProjectFolder folder, SettingsSources sources, TerminalFacts terminal)
    {
        var path = sources.Environment.GetValueOrDefault("PATH");
        var loaded = SettingsLoader.Load(folder, sources);
        ImmutableArray<Finding> findings =
        [
            .. TerminalCheck.Look(terminal),
            .. SettingsCheck.Look(loaded),
            .. SettingsCheck.LookAtRoles(loaded, folder, path),
            .. FolderCheck.Look(folder),
            FolderCheck.LookAtRuntime(folder, name => sources.Environment.GetValueOrDefault(name)),
        ];
        return new DoctorReport(findings.All(finding => finding.Level != FindingLevel.Fault), folder.Root, findings, SettingsCheck.Table(loaded, folder, path));
    }
}
