using Orchestrator.Core.Files;
using Orchestrator.Core.Settings.Yaml;
using YamlDotNet.Core;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>One change to a text of <c>cli_profiles.yaml</c>: the actor of one role.</summary>
internal sealed class RoleEdit(string text, string file)
{
    private readonly string _lineEnd = text.IndexOf('\n', StringComparison.Ordinal) is var i && i > 0 && text[i - 1] == '\r' ? "\r\n" : "\n";

    /// <summary>The new text; the same when it says that already.</summary>
    /// <exception cref="TextFileException">The place for the value is none that can be written to.</exception>
    public string Set(string role, string? actor)
    {
        var root = YamlText.Parse(text, file);
        var value = actor is null ? "none" : Word(actor);
        if (root is null || root.IsNull)
        {
            return AppendLine(0, $"roles:{_lineEnd}  {role}:{_lineEnd}    actor: {value}");
        }

        var top = Mapping(root, "the file");
        if (top.Pair("roles") is not { } roles)
        {
            return top.Flow ? InsertIntoFlow(top, $"roles: {{{role}: {{actor: {value}}}}}")
                : AppendLine(top.Column, $"roles:{_lineEnd}{Blanks(top.Column + 2)}{role}:{_lineEnd}{Blanks(top.Column + 4)}actor: {value}");
        }

        if (roles.Value.IsNull)
        {
            return top.Flow ? InsertAfterColon(roles.Key, roles.Value, $"{{{role}: {{actor: {value}}}}}")
                : InsertLineBelow(roles.Key, top.Column + 2, $"{role}:{_lineEnd}{Blanks(top.Column + 4)}actor: {value}");
        }

        var all = Mapping(roles.Value, "`roles`");
        if (all.Pair(role) is not { } entry)
        {
            return InsertFirst(roles.Key, all, $"{role}: {{actor: {value}}}");
        }

        if (entry.Value.IsNull)
        {
            return InsertAfterColon(entry.Key, entry.Value, $"{{actor: {value}}}");
        }

        var settings = Mapping(entry.Value, $"`roles.{role}`");
        return settings.Pair("actor") is { } found ? Replace(found.Key, found.Value, actor) : InsertFirst(entry.Key, settings, $"actor: {value}");
    }

    private string Replace(YamlNode key, YamlNode node, string? actor)
    {
        if (node.Kind is YamlKind.Mapping or YamlKind.Sequence)
        {
            throw Refuse(node.Line, "the actor stands here as a list or as keys; write it as one word");
        }

        var now = node.Resolved.Kind == YamlKind.Scalar && !node.Resolved.IsNull ? node.Resolved.Value : string.Empty;
        if (actor is null ? ValueCheck.IsOff(now) : now == actor)
        {
            return text;
        }

        if (node.HasAnchorOrTag || node.Style is ScalarStyle.Literal or ScalarStyle.Folded)
        {
            throw Refuse(node.Line, "the actor has an anchor, a tag or block text here; write it as one word");
        }

        var value = actor ?? "none";
        return node switch
        {
            { Kind: YamlKind.Scalar, Style: ScalarStyle.SingleQuoted } => Splice(node.Start, node.End, $"'{value}'"),
            { Kind: YamlKind.Scalar, Style: ScalarStyle.DoubleQuoted } => Splice(node.Start, node.End, $"\"{value}\""),
            { Kind: YamlKind.Scalar, Value: "" } => InsertAfterColon(key, node, Word(value)),
            _ => Splice(node.Start, node.End, Word(value)),
        };
    }

    /// <summary>A word that YAML would read as "nothing" needs quotes.</summary>
    private static string Word(string value) => value is "null" or "Null" or "NULL" ? $"'{value}'" : value;

    private YamlNode Mapping(YamlNode node, string name) => node switch
    {
        { Kind: YamlKind.Mapping } => node,
        { Kind: YamlKind.Alias } => throw Refuse(node.Line, $"{name} is an alias here, so a change would change the other place too"),
        _ => throw Refuse(node.Line, $"{name} should have keys of its own here"),
    };

    private string InsertFirst(YamlNode key, YamlNode mapping, string entry) =>
        mapping.Flow ? InsertIntoFlow(mapping, entry)
        : mapping.Pairs[0].Key.Line > key.Line ? InsertLineBelow(key, mapping.Pairs[0].Key.Column, entry)
        : throw Refuse(key.Line, "the keys begin in the line of their parent");

    private string InsertIntoFlow(YamlNode mapping, string entry)
    {
        var brace = text.IndexOf('{', mapping.Start);
        return Splice(brace + 1, brace + 1, mapping.Pairs.Count == 0 ? entry : entry + ", ");
    }

    private string InsertAfterColon(YamlNode key, YamlNode empty, string value)
    {
        var colon = text.IndexOf(':', key.End);
        if (colon < 0 || empty.HasAnchorOrTag)
        {
            throw Refuse(key.Line, $"there is no place for the value of `{key.Value}`");
        }

        // `null` and `~` are replaced; where nothing stands, the value comes right behind the colon.
        return empty.Value.Length > 0 ? Splice(empty.Start, empty.End, value) : Splice(colon + 1, colon + 1, " " + value);
    }

    /// <summary>A new line right below the key's own, above the comments that belong to what follows.</summary>
    private string InsertLineBelow(YamlNode key, int column, string line)
    {
        var end = text.IndexOf('\n', key.End);
        return end < 0 ? text + _lineEnd + Blanks(column) + line + _lineEnd : Splice(end + 1, end + 1, Blanks(column) + line + _lineEnd);
    }

    private string AppendLine(int column, string line)
    {
        var gap = text.Length == 0 || text.EndsWith('\n') ? string.Empty : _lineEnd;
        return text + gap + Blanks(column) + line + _lineEnd;
    }

    private string Splice(int start, int end, string value) => string.Concat(text.AsSpan(0, start), value, text.AsSpan(end));

    private static string Blanks(int count) => new(' ', count);

    private TextFileException Refuse(int line, string why) => new(file, line, $"{why}. Choose the actor by hand here, or put the line in order and choose again.");
}
