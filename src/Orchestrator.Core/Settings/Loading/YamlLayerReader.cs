using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Core.Files;
using Orchestrator.Core.Settings.Yaml;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>Turns one YAML file into entries. What the schema does not allow becomes a problem, with file and line, instead of an entry.</summary>
internal sealed class YamlLayerReader
{
    /// <summary>Aliases can make a small file into a large tree.</summary>
    private const int MaxNodes = 20_000;

    private readonly string _file;
    private readonly string _fileName;
    private readonly ImmutableArray<SettingsProblem>.Builder _problems;
    private readonly ImmutableArray<SettingsEntry>.Builder _entries = ImmutableArray.CreateBuilder<SettingsEntry>();
    private int _nodes;

    private YamlLayerReader(string file, ImmutableArray<SettingsProblem>.Builder problems)
    {
        _file = file;
        _fileName = Path.GetFileName(file);
        _problems = problems;
    }

    /// <summary>The entries of a file; none when it is broken, which is then a problem.</summary>
    public static ImmutableArray<SettingsEntry> Read(string text, string file, ImmutableArray<SettingsProblem>.Builder problems)
    {
        var reader = new YamlLayerReader(file, problems);
        try
        {
            var root = YamlText.Parse(text.TrimStart('\uFEFF'), file);
            if (root is null)
            {
                if (string.IsNullOrWhiteSpace(text))
                {
                    problems.Add(new SettingsProblem(file, 0, "the file is empty; write settings into it or remove it (`cccc init` puts the shipped text there).", IsError: false));
                }

                return [];
            }

            reader.Walk(root, []);
            return reader._entries.ToImmutable();
        }
        catch (TextFileException error)
        {
            problems.Add(new SettingsProblem(error.File, error.Line, error.Text, IsError: true));
            return [];
        }
    }

    private void Walk(YamlNode written, ImmutableArray<string> keys)
    {
        if (++_nodes > MaxNodes)
        {
            throw new TextFileException(_file, written.Line, "too many values (aliases count each time); that is no settings file.");
        }

        var node = written.Resolved;
        if (!keys.IsEmpty && SettingsSchema.Find(keys.AsSpan()) is { } definition)
        {
            ReadSetting(definition, node, written.Line, keys);
        }
        else if (keys.IsEmpty || SettingsSchema.IsGroup(keys.AsSpan()))
        {
            ReadGroup(node, written.Line, keys);
        }
        else
        {
            _problems.Add(new SettingsProblem(_file, written.Line, UnknownKey.Sentence(keys), IsError: false));
        }
    }

    private void ReadGroup(YamlNode node, int line, ImmutableArray<string> keys)
    {
        if (node.Kind == YamlKind.Mapping)
        {
            foreach ((var key, var value) in node.Pairs)
            {
                if (IsNameHere(keys, key))
                {
                    // A value stands in its key's line or below; the key's line is where the reader looks.
                    Walk(AtLine(value, key.Line), keys.Add(key.Value));
                }
            }
        }
        else if (!node.IsNull)
        {
            var name = keys.IsEmpty ? "the file" : $"`{string.Join('.', keys)}`";
            Error(line, $"{name} takes keys with values (`key: value`), not {Describe(node)}.");
        }
        else if (keys is ["roles", _])
        {
            _problems.Add(new SettingsProblem(_file, line, $"`{string.Join('.', keys)}` names no actor, so this line changes nothing; write `actor: none` below it to turn the role off.", IsError: false));
        }
    }

    private bool IsNameHere(ImmutableArray<string> keys, YamlNode key)
    {
        if (keys is ["actors"] && (!ValueCheck.IsActorId(key.Value) || ValueCheck.IsOff(key.Value)))
        {
            Error(key.Line, $"'{key.Value}' is no actor's id: use letters, digits, '-' and '_', and not `none`.");
            return false;
        }

        if (keys is ["actors", _, "state_rules"] && !ValueCheck.IsActorId(key.Value))
        {
            Error(key.Line, $"'{key.Value}' is no rule's name: use letters, digits, '-' and '_'.");
            return false;
        }

        if (key.Value.AsSpan().ContainsAny(":\0="))
        {
            Error(key.Line, $"the key '{key.Value}' has a character that no setting's name has.");
            return false;
        }

        if (keys.IsEmpty && UnknownKey.HomeOf(key.Value) is { } home && home != _fileName)
        {
            _problems.Add(new SettingsProblem(_file, key.Line, $"`{key.Value}` belongs in {home}; it is read here too, but keep it in one place.", IsError: false));
        }

        return true;
    }

    private void ReadSetting(SettingDefinition definition, YamlNode node, int line, ImmutableArray<string> keys)
    {
        switch (definition.Kind)
        {
            case SettingKind.Words when node.Kind == YamlKind.Sequence:
                ReadWords(definition, node, line, keys);
                break;
            case var _ when node.Kind == YamlKind.Scalar:
                ReadScalar(definition, node, line, keys);
                break;
            default:
                Error(line, $"`{string.Join('.', keys)}` takes a single value, not {Describe(node)}.");
                break;
        }
    }

    private void ReadScalar(SettingDefinition definition, YamlNode node, int line, ImmutableArray<string> keys)
    {
        var value = node.IsNull ? string.Empty : node.Value;
        if (node.IsNull && definition.Kind != SettingKind.Actor && keys is not [.., "environment", _])
        {
            _problems.Add(new SettingsProblem(_file, line, $"`{string.Join('.', keys)}` has no value, so this line changes nothing.", IsError: false));
        }
        else if (ValueCheck.Fault(definition, value) is { } fault)
        {
            Error(line, $"`{string.Join('.', keys)}` {fault}.");
        }
        else
        {
            _entries.Add(new SettingsEntry(keys, value, _file, line));
        }
    }

    private void ReadWords(SettingDefinition definition, YamlNode node, int line, ImmutableArray<string> keys)
    {
        if (node.Items.Count == 0 || node.Items.Any(item => item.Resolved.Kind != YamlKind.Scalar || item.Resolved.IsNull))
        {
            Error(line, $"`{string.Join('.', keys)}` takes a program and its arguments, as `[program, argument]`.");
            return;
        }

        if (node.Items[0].Resolved.Value.Length == 0 || node.Items.Any(item => item.Resolved.Value.Contains('\0')))
        {
            Error(line, $"`{string.Join('.', keys)}` names no program or has a NUL character.");
            return;
        }

        for (var i = 0; i < node.Items.Count; i++)
        {
            _entries.Add(new SettingsEntry(keys.Add(i.ToString(CultureInfo.InvariantCulture)), node.Items[i].Resolved.Value, _file, line));
        }
    }

    private void Error(int line, string sentence) => _problems.Add(new SettingsProblem(_file, line, sentence, IsError: true));

    private static YamlNode AtLine(YamlNode node, int line) => new()
    {
        Kind = YamlKind.Alias,
        Start = node.Start,
        Line = line,
        Column = node.Column,
        Target = node.Resolved,
    };

    private static string Describe(YamlNode node) => node.Kind switch
    {
        YamlKind.Mapping => "keys of its own",
        YamlKind.Sequence => "a list",
        _ => $"'{node.Value}'",
    };
}
