using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Plan;

/// <summary>
/// The plan in the user's repository: <c>docs/por/T001-slug/task.yaml</c>. Reading writes nothing, follows no links, and reads no more than a
/// plan can be; whatever cannot be read is in the plan as an invalid task.
/// </summary>
public static partial class PlanFolder
{
    private const int MaxFileBytes = 256 * 1024;
    private const int MaxTasks = 500;

    // A plan is read on the engine's loop: what is larger than this is no plan, and must not hold up mail.
    private const int MaxAllBytes = 4 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string PathOf(ProjectFolder project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return Path.Combine(project.Root, "docs", "por");
    }

    /// <summary>The plan as it is on disk now; null when there is no <c>docs/por</c>.</summary>
    public static TaskPlan? Read(ProjectFolder project)
    {
        if (Folder(project, out var problem) is not { } folder)
        {
            return problem is null ? null : new TaskPlan([], problem);
        }

        List<(string Id, string Name)> names;
        try
        {
            names = Names(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new TaskPlan([], $"docs/por cannot be listed: {e.Message}");
        }

        var left = MaxAllBytes;
        var tasks = names.Take(MaxTasks).Select(name => Task(folder, name.Id, name.Name, ref left)).ToList();
        return new TaskPlan(
            [.. tasks.GroupBy(task => task.Id, StringComparer.Ordinal).SelectMany(WithDoubles)],
            names.Count <= MaxTasks ? null : $"docs/por has {names.Count} tasks; only the first {MaxTasks} are read.");
    }

    /// <summary>The text of one task's file, for an edit.</summary>
    /// <returns>The file and its text as it is, or a sentence why there is none.</returns>
    internal static (string File, string Text, string? Problem) ReadText(ProjectFolder project, string id)
    {
        if (Folder(project, out var problem) is not { } folder)
        {
            return ("", "", problem ?? "there is no docs/por in this project");
        }

        try
        {
            switch (Names(folder).Where(name => name.Id.Equals(id, StringComparison.OrdinalIgnoreCase)).ToList())
            {
                case []:
                    return ("", "", $"there is no task {id}; write docs/por/{id}-<slug>/task.yaml first");
                case [var only]:
                    var left = MaxFileBytes;
                    var (text, fault) = ReadFile(folder, only.Name, ref left);
                    return (FileOf(folder, only.Name), text ?? "", text is null ? fault : null);
                case var several:
                    return ("", "", DoubleSentence(id, several.Select(name => name.Name)));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ("", "", $"docs/por cannot be listed: {e.Message}");
        }
    }

    private static string FileOf(string folder, string name) => Path.Combine(folder, name, "task.yaml");

    /// <summary>The folder, when it is one: neither it nor the one above may be a link out of the repository.</summary>
    private static string? Folder(ProjectFolder project, out string? problem)
    {
        var folder = PathOf(project);
        problem = null;
        foreach (var part in (ReadOnlySpan<string>)[Path.GetDirectoryName(folder)!, folder])
        {
            FileKind kind;
            try
            {
                kind = PosixFiles.Look(part).Kind;
            }
            catch (IOException e)
            {
                problem = e.Message;
                return null;
            }

            if (kind != FileKind.Folder)
            {
                var name = Path.GetRelativePath(project.Root, part);
                problem = kind == FileKind.Link ? $"{name} is a link; links are not followed." : null;
                return null;
            }
        }

        return folder;
    }

    private static List<(string Id, string Name)> Names(string folder) =>
        [.. from path in Directory.EnumerateFileSystemEntries(folder)
            let name = Path.GetFileName(path)
            let match = TaskFolder().Match(name)
            where match.Success
            let id = match.Groups["id"].Value.ToUpperInvariant()
            orderby id.Length, id, name
            select (id, name)];

    private static PlanTask Task(string folder, string id, string name, ref int left)
    {
        var (text, problem) = ReadFile(folder, name, ref left);
        return text is null ? TaskText.Invalid(id, name, problem!) : TaskText.Parse(text.TrimStart('\uFEFF'), id, name);
    }

    private static (string? Text, string? Problem) ReadFile(string folder, string name, ref int left)
    {
        try
        {
            var kind = PosixFiles.Look(Path.Combine(folder, name)).Kind;
            if (kind != FileKind.Folder)
            {
                return (null, kind == FileKind.Link ? "its folder is a link; links are not followed." : "it is no folder.");
            }

            var file = FileOf(folder, name);
            switch (PosixFiles.Look(file).Kind)
            {
                case FileKind.Missing:
                    return (null, "it has no task.yaml.");
                case FileKind.Link:
                    return (null, "its task.yaml is a link; links are not followed.");
                case not FileKind.Regular:
                    return (null, "its task.yaml is no file.");
                default:
                    break;
            }

            using var handle = PosixFiles.Open(file);
            var facts = PosixFiles.LookAt(handle);
            if (facts.Kind != FileKind.Regular || facts.Length > MaxFileBytes)
            {
                return (null, $"its task.yaml is larger than {MaxFileBytes / 1024} KB; that is no task.");
            }

            if (facts.Length > left)
            {
                return (null, $"it was not read: docs/por has more than {MaxAllBytes / 1024 / 1024} MB of tasks.");
            }

            var bytes = new byte[facts.Length];
            var length = 0;
            for (int got; length < bytes.Length && (got = RandomAccess.Read(handle, bytes.AsSpan(length), length)) > 0; length += got)
            {
            }

            left -= length;
            return (Strict.GetString(bytes, 0, length), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, "its task.yaml is not UTF-8; save it as UTF-8.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
    }

    private static IEnumerable<PlanTask> WithDoubles(IGrouping<string, PlanTask> tasks) =>
        tasks.Skip(1).Any() ? tasks.Select(task => task with { Problem = DoubleSentence(tasks.Key, tasks.Select(each => each.Folder)) }) : tasks;

    private static string DoubleSentence(string id, IEnumerable<string> folders) =>
        $"several folders are named for {id}: {string.Join(", ", folders.Take(5))}; give each task an id of its own.";

    [GeneratedRegex("^(?<id>[Tt][0-9]{3,6})(?![0-9A-Za-z])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TaskFolder();
}
