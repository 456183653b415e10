using System.Collections.Immutable;
using Orchestrator.Core.Files;
using Orchestrator.Core.Settings.Yaml;
using YamlDotNet.Core;

namespace Orchestrator.Core.Plan;

/// <summary>Changes states in the text of a <c>task.yaml</c> where they stand, so that every other byte stays as it is.</summary>
internal static class TaskEdit
{
    /// <param name="text">May begin with a byte order mark.</param>
    /// <param name="status">The task's new state, or null to leave it.</param>
    /// <param name="steps">New states of steps, by the place of the step in the list.</param>
    /// <returns>The new text; the same when it says so already.</returns>
    /// <exception cref="TextFileException">A state cannot be written without changing something else.</exception>
    public static string Apply(string text, PlanStatus? status, ImmutableSortedDictionary<int, StepStatus> steps)
    {
        var mark = text.StartsWith('\uFEFF') ? "\uFEFF" : "";
        var body = text[mark.Length..];
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);

        // One at a time, as each edit moves the places of the next.
        if (status is { } task)
        {
            wanted.Add("status", task.Word());
            body = Set(body, Root(body), task.Word());
        }

        foreach (var (index, step) in steps)
        {
            wanted.Add($"steps/{index}/status", step.Word());
            body = Set(body, Item(Root(body), index), step.Word());
        }

        return IsRight(text[mark.Length..], body, wanted) ? mark + body : throw ByHand(0, "the states cannot be written into this file without changing something else in it");
    }

    private static YamlNode Root(string body) => Own(YamlText.Parse(body, "task.yaml"), "the file", YamlKind.Mapping);

    private static YamlNode Item(YamlNode root, int index)
    {
        var list = Own(root.Pair("steps")?.Value, "`steps`", YamlKind.Sequence);
        return index < list.Items.Count ? Own(list.Items[index], "the step", YamlKind.Mapping) : throw ByHand(list.Line, "there is no such step");
    }

    // What an alias stands for is written elsewhere, and a change there would change that too.
    private static YamlNode Own(YamlNode? node, string what, YamlKind kind) =>
        node is { } found && found.Kind == kind ? found : throw ByHand(node?.Line ?? 0, $"{what} is not written here as keys or a list of its own");

    private static string Set(string text, YamlNode mapping, string word)
    {
        if (mapping.Pair("status") is not { } pair)
        {
            return Insert(text, mapping, "status: " + word);
        }

        var node = pair.Value;
        if (node.Kind != YamlKind.Scalar || node.HasAnchorOrTag || node.Style is ScalarStyle.Literal or ScalarStyle.Folded)
        {
            throw ByHand(node.Line, "the `status` here is no plain word");
        }

        if (node.Value == word)
        {
            return text;
        }

        switch (node)
        {
            case { Style: ScalarStyle.SingleQuoted }:
                return Splice(text, node.Start, node.End, $"'{word}'");
            case { Style: ScalarStyle.DoubleQuoted }:
                return Splice(text, node.Start, node.End, $"\"{word}\"");
            case { Value: "" }:
                var colon = text.IndexOf(':', pair.Key.End);
                return colon >= 0 ? Splice(text, colon + 1, colon + 1, " " + word) : throw ByHand(node.Line, "there is no place for the `status`");
            default:
                return Splice(text, node.Start, node.End, word);
        }
    }

    /// <summary>A mapping without a status gets one: below its first line where that is a line of its own, else before its first key.</summary>
    private static string Insert(string text, YamlNode mapping, string entry)
    {
        if (mapping.Flow)
        {
            var brace = text.IndexOf('{', mapping.Start);
            return Splice(text, brace + 1, brace + 1, mapping.Pairs.Count == 0 ? entry : entry + ", ");
        }

        var (key, value) = mapping.Pairs[0];
        var lineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var blanks = new string(' ', key.Column);
        var oneLine = value.Kind == YamlKind.Scalar && value.Style is not (ScalarStyle.Literal or ScalarStyle.Folded)
            && !text.AsSpan(key.Start, Math.Max(0, value.End - key.Start)).Contains('\n');
        if (!oneLine)
        {
            return Splice(text, key.Start, key.Start, entry + lineEnd + blanks);
        }

        var end = text.IndexOf('\n', Math.Max(key.End, value.End));
        return end < 0 ? text + lineEnd + blanks + entry : Splice(text, end + 1, end + 1, blanks + entry + lineEnd);
    }

    private static string Splice(string text, int start, int end, string value) => string.Concat(text.AsSpan(0, start), value, text.AsSpan(end));

    /// <summary>Reads the edited text back: a text that YAML reads in an unexpected way is refused, not broken.</summary>
    private static bool IsRight(string before, string after, Dictionary<string, string> wanted)
    {
        if (Values(before) is not { } old || Values(after) is not { } now || wanted.Any(state => now.GetValueOrDefault(state.Key) != state.Value))
        {
            return false;
        }

        foreach (var state in wanted.Keys)
        {
            old.Remove(state);
            now.Remove(state);
        }

        return old.Count == now.Count && old.All(pair => now.TryGetValue(pair.Key, out var value) && value == pair.Value);
    }

    // Aliases of aliases can stand for more nodes than there is memory; nobody plans so.
    private const int MaxNodes = 20_000;

    /// <summary>Each value under its path, aliases followed; null when there are too many.</summary>
    private static Dictionary<string, string>? Values(string text)
    {
        var nodes = 0;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (YamlText.Parse(text, "task.yaml") is { } root)
        {
            Add(root, "");
        }

        return nodes <= MaxNodes ? values : null;

        void Add(YamlNode written, string path)
        {
            var node = written.Resolved;
            if (++nodes > MaxNodes)
            {
                return;
            }

            if (node.Kind == YamlKind.Scalar)
            {
                values[path] = node.IsNull ? "" : node.Value;
            }

            foreach (var (key, value) in node.Pairs)
            {
                // Known keys are read without case; a key that is spelt otherwise is the same one.
                Add(value, Join(path, key.Value.Equals("status", StringComparison.OrdinalIgnoreCase) || key.Value.Equals("steps", StringComparison.OrdinalIgnoreCase) ? key.Value.ToLowerInvariant() : key.Value));
            }

            for (var i = 0; i < node.Items.Count; i++)
            {
                Add(node.Items[i], Join(path, i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            }
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";

    private static TextFileException ByHand(int line, string why) => new("task.yaml", line, $"{why}; write it by hand.");
}
