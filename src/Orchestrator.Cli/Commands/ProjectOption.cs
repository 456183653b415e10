using System.CommandLine;
using Orchestrator.Cli.Output;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;
using Orchestrator.Host.Control;

namespace Orchestrator.Cli.Commands;

/// <summary><c>--project FOLDER</c>: which project a verb is about; without it, the one of the current folder.</summary>
internal static class ProjectOption
{
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--project", "-C")
        {
            Description = "The project's folder (default: this one, or the nearest above it in its repository that has a .cccc).",
            HelpName = "FOLDER",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } folder && !Directory.Exists(folder))
            {
                result.AddError($"There is no folder {folder}.");
            }
        });
        return option;
    }

    /// <summary>
    /// The project's folder with links resolved, so that it is the same project by whichever way it is named. A project further up that is not meant is
    /// named on standard error.
    /// </summary>
    public static ProjectFolder Resolve(ParseResult parsed, Option<string?> option)
    {
        if (Given(parsed, option) is not null)
        {
            return ResolveExactly(parsed, option);
        }

        var search = ProjectSearch.From(CurrentFolder, HomeFolder());
        if (search.Outer is { } outer)
        {
            parsed.InvocationConfiguration.Error.WriteLine(Printable.Text(
                $"cccc: the project {outer.Root} is not used here: {search.Boundary}. To use it: --project {outer.Root}"));
        }

        return search.Project;
    }

    /// <summary>As <see cref="Resolve"/>, but without the option the current folder itself.</summary>
    public static ProjectFolder ResolveExactly(ParseResult parsed, Option<string?> option) =>
        new(RealPath.Of(Given(parsed, option) ?? CurrentFolder));

    public static string CurrentFolder
    {
        get
        {
            try
            {
                return Environment.CurrentDirectory;
            }
            catch (IOException error)
            {
                throw new ControlException("The current folder does not exist any more; go to one that does (cd), or name the project with --project FOLDER.", error);
            }
        }
    }

    // Who has no HOME has one in the user database, which is where the framework looks then.
    private static string HomeFolder() =>
        Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    // Also before the verb, as git takes it: `cccc -C FOLDER status`.
    private static string? Given(ParseResult parsed, Option<string?> option) => parsed.GetValue(option)
        ?? parsed.RootCommandResult.Command.Options.OfType<Option<string?>>().Where(other => other.Name == option.Name).Select(parsed.GetValue).FirstOrDefault();
}
