using YamlDotNet.Core;

namespace Orchestrator.Core.Settings.Yaml;

internal enum YamlKind
{
    Scalar,
    Mapping,
    Sequence,
    /// <summary><c>*name</c>; <see cref="YamlNode.Target"/> is what it stands for.</summary>
    Alias,
}

/// <summary>A node of a YAML text with its place in the text, so that the text can be edited without being written anew.</summary>
internal sealed class YamlNode
{
    public required YamlKind Kind { get; init; }

    /// <summary>Index of the node's first character (its tag or anchor, if any), counted in UTF-16 units.</summary>
    public required int Start { get; init; }

    /// <summary>Index behind the last character; for scalars exact, for collections that of the closing token.</summary>
    public int End { get; set; }

    /// <summary>Counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Counted from 0.</summary>
    public required int Column { get; init; }

    public string Value { get; init; } = string.Empty;

    public ScalarStyle Style { get; init; }

    /// <summary>True for <c>[a]</c> and <c>{a: b}</c>.</summary>
    public bool Flow { get; init; }

    public bool HasAnchorOrTag { get; init; }

    public YamlNode? Target { get; init; }

    public List<(YamlNode Key, YamlNode Value)> Pairs { get; } = [];

    public List<YamlNode> Items { get; } = [];

    /// <summary>This node, or what it is an alias of.</summary>
    public YamlNode Resolved => Target ?? this;

    /// <summary>Nothing, <c>~</c> or <c>null</c>, unquoted (YAML 1.2 core schema, 10.2.1.1).</summary>
    public bool IsNull => Kind == YamlKind.Scalar && Style == ScalarStyle.Plain && Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>A key of this mapping with its value, or null. Names of settings compare without case.</summary>
    public (YamlNode Key, YamlNode Value)? Pair(string key)
    {
        foreach (var pair in Pairs)
        {
            if (pair.Key.Value.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return pair;
            }
        }

        return null;
    }
}
