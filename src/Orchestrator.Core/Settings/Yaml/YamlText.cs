using System.Globalization;
using Orchestrator.Core.Files;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestrator.Core.Settings.Yaml;

/// <summary>
/// A YAML text read into nodes that know their places. Built from the parser's events instead of YamlDotNet's own node classes because those
/// neither tell an alias from its target nor bound the depth, and one deep file must not end the program.
/// </summary>
internal sealed class YamlText
{
    /// <summary>Settings are nested six deep at most; the rest is room for what other tools put into the same file.</summary>
    private const int MaxDepth = 50;

    private readonly Parser _parser;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);

    private YamlText(Parser parser)
    {
        _parser = parser;
    }

    /// <summary>The root node, or null when the text has comments and blanks only.</summary>
    /// <param name="text">Without a byte order mark.</param>
    /// <param name="file">For the message.</param>
    /// <exception cref="TextFileException">The text is no YAML, or has what settings do not need: several documents, keys that are no words, keys that stand twice.</exception>
    public static YamlNode? Parse(string text, string file)
    {
        using var reader = new StringReader(text);
        var yaml = new YamlText(new Parser(reader));
        try
        {
            return yaml.ReadStream(file);
        }
        catch (YamlException error)
        {
            throw new TextFileException(file, LineIn(text, error.Start.Line), $"this is no valid YAML: {Sentence(error.Message)} Mend the file; until then it has no effect.", error);
        }
        catch (InvalidOperationException error)
        {
            // YamlDotNet's scanner ends so on some unfinished texts, without a place of its own.
            throw new TextFileException(file, LineIn(text, yaml._parser.Current?.End.Line ?? 1), "this is no valid YAML: something here, or shortly after, is not finished. Mend the file; until then it has no effect.", error);
        }
    }

    /// <summary>The parser counts the end of a file without a last line end as a line of its own.</summary>
    private static int LineIn(string text, long line) => (int)Math.Clamp(line, 1, 1 + text.AsSpan().TrimEnd().Count('\n'));

    private YamlNode? ReadStream(string file)
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(file, 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Current is DocumentStart second)
        {
            throw new TextFileException(file, (int)second.Start.Line, "a second YAML document begins here (`---`); keep one.");
        }

        return root;
    }

    private YamlNode ReadNode(string file, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new TextFileException(file, (int)_parser.Current!.Start.Line, string.Create(CultureInfo.InvariantCulture, $"nested more than {MaxDepth} deep; that is no settings file."));
        }

        return _parser.Consume<ParsingEvent>() switch
        {
            AnchorAlias alias => ReadAlias(alias, file),
            Scalar scalar => ReadScalar(scalar),
            MappingStart start => ReadMapping(start, file, depth),
            SequenceStart start => ReadSequence(start, file, depth),
            var other => throw new TextFileException(file, (int)other.Start.Line, $"{other.GetType().Name} is not expected here."),
        };
    }

    private YamlNode ReadAlias(AnchorAlias alias, string file)
    {
        // An anchor is known only after its node's end, so an alias cannot stand inside of what it names.
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
        {
            throw new TextFileException(file, (int)alias.Start.Line, $"*{alias.Value.Value} names no anchor that stands before it.");
        }

        return new YamlNode
        {
            Kind = YamlKind.Alias,
            Start = (int)alias.Start.Index,
            End = (int)alias.End.Index,
            Line = (int)alias.Start.Line,
            Column = (int)alias.Start.Column - 1,
            Target = target,
        };
    }

    private YamlNode ReadScalar(Scalar scalar)
    {
        var node = new YamlNode
        {
            Kind = YamlKind.Scalar,
            Start = (int)scalar.Start.Index,
            End = (int)scalar.End.Index,
            Line = (int)scalar.Start.Line,
            Column = (int)scalar.Start.Column - 1,
            Value = scalar.Value,
            Style = scalar.Style,
            HasAnchorOrTag = HasAnchorOrTag(scalar),
        };
        Remember(scalar, node);
        return node;
    }

    private YamlNode ReadMapping(MappingStart start, string file, int depth)
    {
        var node = new YamlNode
        {
            Kind = YamlKind.Mapping,
            Start = (int)start.Start.Index,
            Line = (int)start.Start.Line,
            Column = (int)start.Start.Column - 1,
            Flow = start.Style == MappingStyle.Flow,
            HasAnchorOrTag = HasAnchorOrTag(start),
        };
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (_parser.Current is not MappingEnd)
        {
            var key = ReadNode(file, depth + 1);
            if (key.Kind != YamlKind.Scalar)
            {
                throw new TextFileException(file, key.Line, "a key must be a plain word.");
            }

            if (!lines.TryAdd(key.Value, key.Line))
            {
                throw new TextFileException(file, key.Line, string.Create(CultureInfo.InvariantCulture, $"the key '{key.Value}' stands twice (first in line {lines[key.Value]}); keep one."));
            }

            node.Pairs.Add((key, ReadNode(file, depth + 1)));
        }

        node.End = (int)_parser.Consume<MappingEnd>().End.Index;
        Remember(start, node);
        return node;
    }

    private YamlNode ReadSequence(SequenceStart start, string file, int depth)
    {
        var node = new YamlNode
        {
            Kind = YamlKind.Sequence,
            Start = (int)start.Start.Index,
            Line = (int)start.Start.Line,
            Column = (int)start.Start.Column - 1,
            Flow = start.Style == SequenceStyle.Flow,
            HasAnchorOrTag = HasAnchorOrTag(start),
        };
        while (_parser.Current is not SequenceEnd)
        {
            node.Items.Add(ReadNode(file, depth + 1));
        }

        node.End = (int)_parser.Consume<SequenceEnd>().End.Index;
        Remember(start, node);
        return node;
    }

    private static bool HasAnchorOrTag(NodeEvent start) => !start.Anchor.IsEmpty || !start.Tag.IsEmpty;

    private void Remember(NodeEvent start, YamlNode node)
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }
    }

    private static string Sentence(string message)
    {
        var text = message.Trim();
        return text.EndsWith('.') ? text : text + ".";
    }
}
