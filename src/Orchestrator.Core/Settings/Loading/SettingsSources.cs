using System.Collections;
using System.Collections.Immutable;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>Where settings are read from besides the project's folder. Explicit, so that a test decides all of it.</summary>
/// <param name="UserFolder">The user's settings folder, or null for none.</param>
/// <param name="Environment">The process's environment; only <c>CCCC_*</c> names are read.</param>
/// <param name="Overrides">The values of <c>--set</c>, as <c>delivery.sweep_seconds=5</c>.</param>
public sealed record SettingsSources(string? UserFolder, ImmutableDictionary<string, string> Environment, ImmutableArray<string> Overrides)
{
    /// <summary>The shipped and the project's settings only.</summary>
    public static SettingsSources None { get; } = new(null, ImmutableDictionary<string, string>.Empty, []);

    /// <summary>The sources of this process: its environment, and the user's folder that the environment names.</summary>
    public static SettingsSources OfProcess(params IEnumerable<string> overrides)
    {
        var environment = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? string.Empty;
        }

        return new SettingsSources(FindUserFolder(name => environment.GetValueOrDefault(name)), environment.ToImmutable(), [.. overrides]);
    }

    /// <summary><c>$XDG_CONFIG_HOME/cccc</c>, else <c>~/.config/cccc</c>; null when neither variable names an absolute folder.</summary>
    public static string? FindUserFolder(Func<string, string?> environment) =>
        environment("XDG_CONFIG_HOME") is { } config && Path.IsPathRooted(config) ? Path.Combine(config, "cccc")
        : environment("HOME") is { } home && Path.IsPathRooted(home) ? Path.Combine(home, ".config", "cccc")
        : null;
}
