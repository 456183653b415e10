using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Rules;

namespace Orchestrator.Core.Session;

/// <summary>One thing that a reset puts away or removes.</summary>
/// <param name="Path">Absolute. A link stands for itself, not for what it leads to.</param>
/// <param name="Ours">Made by cccc, so that it may be removed; the plan is the agents' and the user's.</param>
public sealed record ResetItem(string Path, bool Ours);

/// <summary>What became of a <see cref="ResetItem"/>.</summary>
/// <param name="Fault">Null: it is done. Otherwise a sentence that says why not.</param>
public sealed record ResetOutcome(ResetItem Item, string? Fault);

/// <summary>
/// Takes a project back to its settings: mail, state, work folders, laid out rules, and the plan. Settings, the user's own rules and earlier archives stay.
/// Only for who holds the project's session lock, which is in the state folder; that one goes last.
/// </summary>
public static partial class ProjectReset
{
    /// <summary>What there is to reset, in the order in which it goes. Nothing is opened or followed.</summary>
    public static ImmutableArray<ResetItem> Find(ProjectFolder project)
    {
        IEnumerable<string> ours =
        [
            project.MailboxFolder,
            project.Work,
            .. RulesBook.Generated(project),
        ];
        return
        [
            .. ours.Where(IsThere).Select(path => new ResetItem(path, Ours: true)),
            .. Plan(project).Select(path => new ResetItem(path, Ours: false)),
            .. new[] { project.State }.Where(IsThere).Select(path => new ResetItem(path, Ours: true)),
        ];
    }

    /// <summary>A folder that does not exist yet, named after the time.</summary>
    public static string NewArchive(ProjectFolder project, DateTimeOffset now)
    {
        var name = Path.Combine(project.Archive, now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
        var free = name;
        for (var number = 2; Path.Exists(free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return free;
    }

    /// <summary>Moves each into the archive, under its name in <c>.cccc</c> or in the project. What cannot be moved stays where it is, and the others go on.</summary>
    public static IEnumerable<ResetOutcome> Archive(ProjectFolder project, IEnumerable<ResetItem> items, string archive) => items.Select(item => Attempt(item, () =>
    {
        if (!RealPath.IsInside(project.Root, archive))
        {
            throw new IOException($"{project.Archive} leads out of the project");
        }

        var below = item.Path.StartsWith(project.Home + "/", StringComparison.Ordinal) ? project.Home : project.Root;
        var target = Path.Combine(archive, Path.GetRelativePath(below, item.Path));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        PosixFiles.Rename(item.Path, target);
    }));

    /// <summary>Removes each that is ours. Of a link the link is removed.</summary>
    public static IEnumerable<ResetOutcome> Delete(IEnumerable<ResetItem> items) => items.Where(item => item.Ours).Select(item => Attempt(item, () =>
    {
        if (PosixFiles.Look(item.Path).Kind == FileKind.Folder)
        {
            Directory.Delete(item.Path, recursive: true);
        }
        else
        {
            File.Delete(item.Path);
        }
    }));

    private static ResetOutcome Attempt(ResetItem item, Action act)
    {
        try
        {
            act();
            return new ResetOutcome(item, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new ResetOutcome(item, error.Message);
        }
    }

    private static bool IsThere(string path) => PosixFiles.Look(path).Kind != FileKind.Missing;

    private static IEnumerable<string> Plan(ProjectFolder project)
    {
        var folder = Path.Combine(project.Root, "docs", "por");
        // Where docs/por leads elsewhere, what is there is not this project's.
        return Directory.Exists(folder) && RealPath.Of(folder) == folder
            ? Directory.GetFileSystemEntries(folder).Where(path => Path.GetFileName(path) is "POR.md" || TaskName().IsMatch(Path.GetFileName(path))).Order(StringComparer.Ordinal)
            : [];
    }

    [GeneratedRegex(@"^T[0-9]{3,}(?:-|$)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TaskName();
}
