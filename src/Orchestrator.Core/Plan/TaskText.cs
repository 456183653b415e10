using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Orchestrator.Core.Files;
using Orchestrator.Core.Settings.Yaml;

namespace Orchestrator.Core.Plan;

/// <summary>Reads the text of one <c>task.yaml</c>. Unknown keys are fine; what breaks the schema makes the task invalid, with the first reason.</summary>
internal static partial class TaskText
{
    /// <param name="text">Without a byte order mark.</param>
    /// <param name="id">The id that the folder's name says.</param>
    public static PlanTask Parse(string text, string id, string folder)
    {
        YamlNode? root;
        try
        {
            root = YamlText.Parse(text, "task.yaml");
        }
        catch (TextFileException e)
        {
            return Invalid(id, folder, e.Message);
        }

        if (root is null || root.IsNull)
        {
            return Invalid(id, folder, "task.yaml is empty; write id, name, goal and steps into it.");
        }

        if (root.Kind != YamlKind.Mapping)
        {
            return Invalid(id, folder, "task.yaml should have keys: id, name, goal, status and steps.");
        }

        string? problem = null;
        var ownId = Text(root, "id", 1, 20, "the task", ref problem);
        var name = Text(root, "name", 5, 50, "the task", ref problem);
        var goal = Text(root, "goal", 10, 200, "the task", ref problem);
        if (ownId.Length > 0 && !ownId.Equals(id, StringComparison.OrdinalIgnoreCase))
        {
            problem ??= $"its `id` is {Shown(ownId)}, but its folder is named for {id}.";
        }

        var status = PlanStatus.Planned;
        if (Word(root, "status") is { } word)
        {
            if (PlanWords.ToPlanStatus(word) is { } known)
            {
                status = known;
            }
            else
            {
                problem ??= $"its `status` is {Shown(word)}; it can be planned, pending_review, active or complete.";
            }
        }

        return new PlanTask(id, folder, name, goal, status, Steps(root, ref problem), problem);
    }

    public static PlanTask Invalid(string id, string folder, string problem) => new(id, folder, "", "", PlanStatus.Planned, [], problem);

    private static ImmutableArray<PlanStep> Steps(YamlNode root, ref string? problem)
    {
        const int fewest = 2, most = 8;
        if (root.Pair("steps")?.Value.Resolved is not { Kind: YamlKind.Sequence } list)
        {
            problem ??= "it has no list of `steps`.";
            return [];
        }

        var steps = ImmutableArray.CreateBuilder<PlanStep>();
        // What is past the limit is no plan to show any more.
        foreach (var item in list.Items.Take(100).Select(item => item.Resolved))
        {
            var where = $"step {steps.Count + 1}";
            if (item.Kind != YamlKind.Mapping)
            {
                problem ??= $"{where} should have keys: id, name, done and status.";
                continue;
            }

            var id = Text(item, "id", 1, 20, where, ref problem);
            if (id.Length > 0 && !StepId().IsMatch(id))
            {
                problem ??= $"the `id` of {where} is {Shown(id)}; it should be S and a number, as S1.";
            }
            else if (steps.Any(step => step.Id.Equals(id, StringComparison.OrdinalIgnoreCase)))
            {
                problem ??= $"two steps have the id {Shown(id)}.";
            }

            var name = Text(item, "name", 1, 100, where, ref problem);
            var done = Text(item, "done", 1, 200, where, ref problem);
            var status = StepStatus.Pending;
            if (Word(item, "status") is { } word)
            {
                if (PlanWords.ToStepStatus(word) is { } known)
                {
                    status = known;
                }
                else
                {
                    problem ??= $"the `status` of {where} is {Shown(word)}; it can be pending, in_progress or complete.";
                }
            }

            steps.Add(new PlanStep(id, name, done, status));
        }

        if (list.Items.Count is < fewest or > most)
        {
            problem ??= $"it has {list.Items.Count} steps; a task has {fewest} to {most}.";
        }

        return steps.ToImmutable();
    }

    private static string Text(YamlNode mapping, string key, int shortest, int longest, string where, ref string? problem)
    {
        if (Word(mapping, key) is not { } value)
        {
            problem ??= $"{where} has no `{key}`.";
            return "";
        }

        var length = value.EnumerateRunes().Count();
        if (length < shortest || length > longest)
        {
            problem ??= $"the `{key}` of {where} has {length} characters; it should have {shortest} to {longest}.";
        }

        return value.Length <= longest * 2 ? value : value[..(longest * 2)];
    }

    /// <summary>The trimmed value of a key, or null when it is missing, empty or no single value.</summary>
    private static string? Word(YamlNode mapping, string key) =>
        mapping.Pair(key)?.Value.Resolved is { Kind: YamlKind.Scalar, IsNull: false } node && node.Value.Trim() is { Length: > 0 } value ? value : null;

    private static string Shown(string value) => $"'{(value.Length <= 40 ? value : value[..39] + "…")}'";

    [GeneratedRegex("^[Ss][0-9]{1,6}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex StepId();
}
