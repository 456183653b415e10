using System.Collections.Immutable;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>
/// A project's settings may come with a repository that somebody else wrote: of what lets programs reach the user's own terminal they can take away, never add.
/// </summary>
internal static class ProjectLimits
{
    /// <summary>The project's entries less those that allow more than the layers below (weakest first), each of which becomes a problem.</summary>
    public static ImmutableArray<SettingsEntry> Keep(ImmutableArray<SettingsEntry> project, SettingsLayer[] below, ImmutableArray<SettingsProblem>.Builder problems)
    {
        var kept = ImmutableArray.CreateBuilder<SettingsEntry>(project.Length);
        foreach (var entry in project)
        {
            var definition = SettingsSchema.Find(entry.Segments.AsSpan());
            if (definition is not { OnlyNarrowedByProject: true })
            {
                kept.Add(entry);
                continue;
            }

            var allowed = below.SelectMany(layer => layer.Entries).LastOrDefault(other => other.Key.Equals(entry.Key, StringComparison.OrdinalIgnoreCase))?.Value ?? definition.Default!;
            if (Power(definition, entry.Value) <= Power(definition, allowed))
            {
                kept.Add(entry);
            }
            else
            {
                problems.Add(new SettingsProblem(
                    entry.File,
                    entry.Line,
                    $"`{definition.Path}` is {allowed} in your own settings, and a project's file can only allow less; {entry.Value} has no effect. To allow it, write it into ~/.config/cccc/{definition.File}.",
                    IsError: false));
            }
        }

        return kept.ToImmutable();
    }

    private static double Power(SettingDefinition definition, string value) => definition.Kind switch
    {
        SettingKind.Flag => ValueCheck.Flag(value) == true ? 1 : 0,
        SettingKind.Choice => definition.Choices.IndexOf(value),
        SettingKind.Count or SettingKind.Number => ValueCheck.Number(value) ?? double.MaxValue,
        _ => throw new InvalidOperationException($"{definition.Path} has no order."),
    };
}
