using System.CommandLine;
using Orchestrator.Cli.Output;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc init</c>: the settings files and a .gitignore, where they are missing. Never runs git.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var project = ProjectOption.Create();
        var command = new Command("init", "Write .cccc/settings and .cccc/.gitignore; keep what exists.") { project };
        command.SetAction(parsed => Run(ProjectOption.ResolveExactly(parsed, project), parsed.InvocationConfiguration));
        return command;
    }

    private static int Run(ProjectFolder folder, InvocationConfiguration console)
    {
        try
        {
            foreach (var file in ProjectSetup.Write(folder))
            {
                console.Output.WriteLine($"{(file.Wrote ? "wrote" : "kept ")} {Printable.Text(Path.GetRelativePath(folder.Root, file.Path))}");
            }

            return ExitCode.Done;
        }
        catch (TextFileException error)
        {
            console.Error.WriteLine($"cccc init: {Printable.Text(error.Message)}");
            return ExitCode.Failed;
        }
    }
}
