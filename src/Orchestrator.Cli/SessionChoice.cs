using System.CommandLine;
using Orchestrator.Core.Settings;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Control;

namespace Orchestrator.Cli;

/// <summary>No session runs where one is needed; the message says how to start one.</summary>
internal sealed class NotRunningException(string message) : Exception(message);

/// <summary>Which session a verb is about: that of a project's folder, or one by name.</summary>
internal sealed class SessionChoice
{
    private readonly Option<string?> _project = new("--project", "-C")
    {
        Description = "The project's folder; default: this folder, or the nearest one above it that has a .cccc.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _session = new("--session")
    {
        Description = "A session by its name, as `cccc pane` prints it at detach.",
        HelpName = "NAME",
    };

    public static SessionChoice AddTo(Command command, bool byName)
    {
        SessionChoice choice = new();
        command.Options.Add(choice._project);
        if (byName)
        {
            command.Options.Add(choice._session);
        }

        return choice;
    }

    /// <exception cref="ControlException">The folder does not exist.</exception>
    public ProjectFolder Project(ParseResult parsed) => ProjectAt(parsed.GetValue(_project));

    public static ProjectFolder ProjectAt(string? folder)
    {
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new ControlException($"The folder {folder} does not exist; name the project's folder.");
        }

        string start = RealPath(folder ?? Directory.GetCurrentDirectory());
        if (folder is null)
        {
            for (string? at = start; at is not null; at = Path.GetDirectoryName(at))
            {
                if (Directory.Exists(Path.Combine(at, ".cccc")))
                {
                    return new ProjectFolder(at);
                }
            }
        }

        return new ProjectFolder(start);
    }

    public SessionAddress Address(ParseResult parsed) => parsed.GetValue(_session) is { } name
        ? SessionAddress.OfName(name, Environment.GetEnvironmentVariable)
        : SessionAddress.OfProject(Project(parsed), Environment.GetEnvironmentVariable);

    /// <exception cref="NotRunningException">No host listens there.</exception>
    public HostConnection Connect(ParseResult parsed) => HostConnection.TryConnect(Address(parsed))
        ?? throw new NotRunningException(parsed.GetValue(_session) is { } name
            ? $"No session '{name}' runs."
            : $"No session runs for {Project(parsed).Root}; `cccc` there starts one.");

    // Two ways to the same folder are one project: links are resolved, part by part.
    private static string RealPath(string folder)
    {
        string path = Path.GetFullPath(folder);
        string real = Path.GetPathRoot(path) ?? "/";
        foreach (string part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            DirectoryInfo next = new(Path.Combine(real, part));
            real = next.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next.FullName;
        }

        return real;
    }
}
