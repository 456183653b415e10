using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Orchestrator.Cli.Output;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;
using Orchestrator.Host.Sessions;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc reset</c>: puts mail, state and plan of a project away, or removes what cccc made of it, and leaves the settings.</summary>
internal static class ResetCommand
{
    public static Command Create()
    {
        var project = ProjectOption.Create();
        Option<bool> archive = new("--archive") { Description = "Move everything, and docs/por with it, into .cccc/archive (what happens without options)." };
        Option<bool> delete = new("--delete") { Description = "Remove mail, state, work and laid out rules instead. docs/por stays: cccc did not make it." };
        Option<bool> yes = new("--yes", "-y") { Description = "Do not ask." };
        var command = new Command("reset", "Take the project back to its settings; asks first. Settings, .cccc/rules/local and earlier archives stay.") { project, archive, delete, yes };
        command.Validators.Add(result =>
        {
            if (result.GetValue(archive) && result.GetValue(delete))
            {
                result.AddError("--archive and --delete exclude each other.");
            }
        });
        command.SetAction(parsed => Run(ProjectOption.Resolve(parsed, project), parsed.GetValue(delete), parsed.GetValue(yes), OpenInput, parsed.InvocationConfiguration));
        return command;
    }

    /// <param name="input">Where the answer comes from; opened only to ask.</param>
    /// <exception cref="SessionTakenException">A session runs.</exception>
    internal static int Run(ProjectFolder project, bool delete, bool yes, Func<TextReader> input, InvocationConfiguration console)
    {
        using (var host = HostConnection.TryConnect(SessionAddress.OfProject(project, Environment.GetEnvironmentVariable)))
        {
            if (host is not null)
            {
                throw new SessionTakenException($"A session runs for {project.Root}; `cccc kill` ends it, then reset.", inner: null);
            }
        }

        var items = ProjectReset.Find(project);
        if (!items.Any(item => item.Ours || !delete))
        {
            console.Output.WriteLine("There is nothing to reset.");
            return ExitCode.Done;
        }

        var hadState = Path.Exists(project.State);
        using var held = SessionLock.Take(project);
        try
        {
            var archive = ProjectReset.NewArchive(project, TimeProvider.System.GetLocalNow());
            if (!yes && !Confirm(project, items, delete ? null : archive, input, console.Output))
            {
                console.Error.WriteLine("cccc reset: nothing was done.");
                return ExitCode.Failed;
            }

            ResetOutcome[] outcomes = [.. delete ? ProjectReset.Delete(items) : ProjectReset.Archive(project, items, archive)];
            return Report(project, items, outcomes, delete ? null : archive, console);
        }
        finally
        {
            if (!hadState)
            {
                // Ours for the lock alone.
                Directory.Delete(project.State, recursive: true);
            }
        }
    }

    private static bool Confirm(ProjectFolder project, ImmutableArray<ResetItem> items, string? archive, Func<TextReader> input, TextWriter output)
    {
        output.WriteLine(archive is null ? "These are removed:" : $"These are moved to {Name(project, archive)}:");
        foreach (var item in items.Where(item => item.Ours || archive is not null))
        {
            output.WriteLine($"  {Name(project, item.Path)}");
        }

        output.Write(archive is null ? "Remove them for good? [y/N] " : "Move them? [y/N] ");
        output.Flush();
        using var answer = input();
        var line = answer.ReadLine()?.Trim();
        if (line is null)
        {
            output.WriteLine();
        }

        return line is not null && (line.Equals("y", StringComparison.OrdinalIgnoreCase) || line.Equals("yes", StringComparison.OrdinalIgnoreCase));
    }

    private static int Report(ProjectFolder project, ImmutableArray<ResetItem> items, ResetOutcome[] outcomes, string? archive, InvocationConfiguration console)
    {
        foreach (var outcome in outcomes)
        {
            var name = Name(project, outcome.Item.Path);
            if (outcome.Fault is null)
            {
                console.Output.WriteLine(archive is null ? $"removed {name}" : $"moved   {name}");
            }
            else
            {
                console.Error.WriteLine(archive is null
                    ? $"cccc reset: {name} was not removed, or not all of it: {Printable.Text(outcome.Fault)}"
                    : $"cccc reset: {name} was not moved: {Printable.Text(outcome.Fault)}");
            }
        }

        if (archive is not null && outcomes.Any(outcome => outcome.Fault is null))
        {
            console.Output.WriteLine($"All that was moved is in {Name(project, archive)}.");
        }

        foreach (var kept in items.Where(item => archive is null && !item.Ours))
        {
            console.Output.WriteLine($"kept    {Name(project, kept.Path)}: cccc did not make it");
        }

        return outcomes.Any(outcome => outcome.Fault is not null) ? ExitCode.Failed : ExitCode.Done;
    }

    private static string Name(ProjectFolder project, string path) => Printable.Text(Path.GetRelativePath(project.Root, path));

    private static StreamReader OpenInput() => new(StandardStreams.OpenInput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
