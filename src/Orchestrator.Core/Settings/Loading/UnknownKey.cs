using System.Collections.Immutable;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>What to say of a key that is no setting.</summary>
internal static class UnknownKey
{
    /// <summary>A sentence with the nearest name at that place, else with the place where a setting of that name is.</summary>
    public static string Sentence(ImmutableArray<string> keys)
    {
        var path = string.Join('.', keys);
        var last = keys[^1];
        var before = path[..^last.Length];

        // A name that is right but stands in the wrong place says more than a similar name in this place.
        var elsewhere = SettingsSchema.All
            .Where(definition => !definition.Path.Contains('*', StringComparison.Ordinal) && definition.Segments[^1].Equals(last, StringComparison.OrdinalIgnoreCase))
            .Select(definition => definition.Path)
            .FirstOrDefault();
        var meant = elsewhere ?? (NearestName.Of(last, SettingsSchema.Siblings([.. keys])) is { } name ? before + name : null);
        return meant is null
            ? $"unknown key `{path}`: no setting of cccc has this name, so it has no effect."
            : $"unknown key `{path}`: did you mean `{meant}`? As it is, it has no effect.";
    }

    /// <summary>The file in which a top-level key belongs, or null when there is no such key.</summary>
    public static string? HomeOf(string topKey) =>
        SettingsSchema.All.FirstOrDefault(definition => definition.Segments[0].Equals(topKey, StringComparison.OrdinalIgnoreCase))?.File;
}
