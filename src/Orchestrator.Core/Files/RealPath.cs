using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Files;

/// <summary>Where a path leads when every link on its way is followed.</summary>
public static class RealPath
{
    // As the system does (ELOOP, path_resolution(7)).
    private const int MaxLinks = 40;

    /// <summary>What does not exist stays as it is named. After 40 links no more are followed.</summary>
    public static string Of(string path)
    {
        var real = "/";
        var rest = new Stack<string>(Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var links = 0;
        while (rest.TryPop(out var name))
        {
            var next = Path.GetFullPath(Path.Combine(real, name));
            if (new DirectoryInfo(next).LinkTarget is not { } target || ++links > MaxLinks)
            {
                real = next;
                continue;
            }

            real = target.StartsWith('/') ? "/" : real;
            foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                rest.Push(part);
            }
        }

        return real;
    }

    /// <summary>Whether what the path leads to is in the folder.</summary>
    /// <param name="folder">With its own links resolved, as <see cref="ProjectFolder.Root"/>.</param>
    public static bool IsInside(string folder, string path) =>
        Of(path).StartsWith(folder.EndsWith('/') ? folder : folder + "/", StringComparison.Ordinal);
}
