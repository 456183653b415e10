using System.Collections.Immutable;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>The two layers that are no files: <c>CCCC_*</c> variables and <c>--set</c> options.</summary>
internal static class NamedLayerReader
{
    private const string Prefix = "CCCC_";

    /// <summary>
    /// <c>CCCC_DELIVERY__SWEEP_SECONDS=5</c> is <c>delivery.sweep_seconds</c>. Variables of that prefix without <c>__</c> are no settings
    /// (agents are told things by such variables).
    /// </summary>
    public static SettingsLayer FromEnvironment(ImmutableDictionary<string, string> environment, ImmutableArray<SettingsProblem>.Builder problems)
    {
        var entries = ImmutableArray.CreateBuilder<SettingsEntry>();
        foreach ((var name, var value) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.Contains("__", StringComparison.Ordinal))
            {
                var keys = name[Prefix.Length..].Split("__");

                // Names of an agent's variables keep their case; all other names are lower case in the files.
                var variable = keys is [_, _, var third, _] && third.Equals("environment", StringComparison.OrdinalIgnoreCase);
                ImmutableArray<string> segments = [.. keys.Select((key, i) => variable && i == 3 ? key : key.ToLowerInvariant())];
                Add(segments, value, $"environment variable {name}", entries, problems);
            }
        }

        return new SettingsLayer(SettingsLayerKind.Environment, entries.ToImmutable());
    }

    /// <summary>Options as <c>delivery.sweep_seconds=5</c>, later ones stronger.</summary>
    public static SettingsLayer FromOverrides(ImmutableArray<string> overrides, ImmutableArray<SettingsProblem>.Builder problems)
    {
        var entries = ImmutableArray.CreateBuilder<SettingsEntry>();
        foreach (var option in overrides)
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                problems.Add(new SettingsProblem($"--set {option}", 0, "write it as KEY=VALUE, for example delivery.sweep_seconds=5.", IsError: true));
                continue;
            }

            Add([.. option[..equals].Trim().Split('.')], option[(equals + 1)..], $"--set {option[..equals]}", entries, problems);
        }

        return new SettingsLayer(SettingsLayerKind.CommandLine, entries.ToImmutable());
    }

    private static void Add(ImmutableArray<string> keys, string value, string source, ImmutableArray<SettingsEntry>.Builder entries, ImmutableArray<SettingsProblem>.Builder problems)
    {
        var path = string.Join('.', keys);
        var definition = SettingsSchema.Find(keys.AsSpan());
        var fault = definition switch
        {
            null => SettingsSchema.IsGroup(keys.AsSpan()) ? $"`{path}` takes no value of its own; name one of its keys." : UnknownKey.Sentence(keys),
            _ when keys[0].Equals("actors", StringComparison.OrdinalIgnoreCase) && (!ValueCheck.IsActorId(keys[1]) || ValueCheck.IsOff(keys[1])) => $"'{keys[1]}' is no actor's id.",
            _ => ValueCheck.Fault(definition, value) is { } wrong ? $"`{path}` {wrong}." : null,
        };
        if (fault is null)
        {
            entries.Add(new SettingsEntry(keys, value, source, 0));
        }
        else
        {
            // An override is asked for here and now: one that does nothing is an error, also where a file's unknown key is none.
            problems.Add(new SettingsProblem(source, 0, fault, IsError: definition is not null || source.StartsWith('-')));
        }
    }
}
