using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>One value of one layer, valid by the schema.</summary>
/// <param name="Segments">The keys that lead to it; list items have their index as the last key.</param>
/// <param name="File">The file, or <c>environment variable X</c>, or <c>--set X</c>.</param>
/// <param name="Line">Counted from 1; 0 where there are no lines.</param>
internal sealed record SettingsEntry(ImmutableArray<string> Segments, string Value, string File, int Line)
{
    public string Key { get; } = string.Join(ConfigurationPath.KeyDelimiter, Segments);
}

/// <summary>Where settings come from, weakest first.</summary>
public enum SettingsLayerKind
{
    Shipped,
    User,
    Project,
    Environment,
    CommandLine,
}

/// <summary>What one layer sets, in the order in which it is written.</summary>
internal sealed record SettingsLayer(SettingsLayerKind Kind, ImmutableArray<SettingsEntry> Entries) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new SettingsLayerProvider(this);
}

/// <summary>Shows a layer to Microsoft.Extensions.Configuration, and still knows file and line of every key.</summary>
internal sealed class SettingsLayerProvider(SettingsLayer layer) : ConfigurationProvider
{
    private readonly Dictionary<string, SettingsEntry> _entries = new(StringComparer.OrdinalIgnoreCase);

    public SettingsLayer Layer => layer;

    public override void Load()
    {
        foreach (var entry in layer.Entries)
        {
            Data[entry.Key] = entry.Value;
            _entries[entry.Key] = entry;
        }
    }

    public SettingsEntry? EntryOf(string key) => _entries.GetValueOrDefault(key);

    /// <summary>The entries of a list, key itself first if it has a value of its own; empty when this layer says nothing about it.</summary>
    public IEnumerable<SettingsEntry> Below(string key)
    {
        // Once, not for each entry: a start asks for some hundred lists, and there are as many entries.
        var prefix = key + ConfigurationPath.KeyDelimiter;
        return layer.Entries.Where(entry =>
            entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
            || entry.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }
}
