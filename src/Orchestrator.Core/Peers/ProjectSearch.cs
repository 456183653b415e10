using Orchestrator.Core.Files;

namespace Orchestrator.Core.Peers;

/// <summary>The project that a folder belongs to.</summary>
/// <param name="Outer">A project further up that is not meant, or null.</param>
/// <param name="Boundary">What lies between the two; null without an outer one.</param>
public sealed record ProjectSearch(ProjectFolder Project, ProjectFolder? Outer, string? Boundary)
{
    /// <summary>
    /// The nearest folder from here upwards that has a <c>.cccc</c>, else this one. The top of a repository is where it ends: a worktree, a submodule or a
    /// clone inside another checkout is a tree of its own, and agents of the outer one would work on the wrong branch. The home folder and the root are
    /// projects only for who stands in them, or they would capture everything below.
    /// </summary>
    /// <param name="here">An absolute path.</param>
    /// <param name="home">The user's home folder as it is named, or null when there is none.</param>
    public static ProjectSearch From(string here, string? home)
    {
        var start = RealPath.Of(here);
        var realHome = home is not null && Path.IsPathRooted(home) ? RealPath.Of(home) : null;
        string? boundary = null;
        for (var at = start; at is not null; at = Path.GetDirectoryName(at))
        {
            if (boundary is null && at != start && (at == realHome || at == "/"))
            {
                boundary = $"{at} is {(at == realHome ? "your home folder" : "the root")}, whose project is meant only there";
            }

            if (Directory.Exists(Path.Combine(at, ".cccc")))
            {
                var found = new ProjectFolder(at);
                return boundary is null ? new ProjectSearch(found, null, null) : new ProjectSearch(new ProjectFolder(start), found, boundary);
            }

            // A folder in a clone, a file in a worktree and a submodule.
            if (boundary is null && Path.Exists(Path.Combine(at, ".git")))
            {
                boundary = $"{at} is a repository of its own";
            }
        }

        return new ProjectSearch(new ProjectFolder(start), null, null);
    }
}
