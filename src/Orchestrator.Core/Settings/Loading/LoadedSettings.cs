using System.Collections.Immutable;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>Which layer decided a setting, and where it says so.</summary>
/// <param name="Line">Counted from 1; 0 where there are no lines.</param>
public sealed record SettingOrigin(SettingsLayerKind Layer, string File, int Line);

/// <summary>
/// Settings and what was wrong with them. With an error among the problems, the settings are those that the sound files give:
/// the caller decides whether that will do.
/// </summary>
public sealed record LoadedSettings(SessionSettings Settings, ImmutableArray<SettingsProblem> Problems)
{
    public bool HasErrors => Problems.Any(problem => problem.IsError);

    internal ImmutableDictionary<string, SettingOrigin> Origins { get; init; } = ImmutableDictionary<string, SettingOrigin>.Empty;

    /// <summary>Where a setting's value comes from; null when no layer sets it.</summary>
    /// <param name="path">As in the schema, e.g. <c>actors.claude.command</c>.</param>
    public SettingOrigin? OriginOf(string path) => Origins.GetValueOrDefault(path);
}
