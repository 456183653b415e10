using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>Reads the layers: shipped &lt; user &lt; project &lt; environment &lt; command line.</summary>
public static class SettingsLoader
{
    /// <summary>Never throws for what stands in the files: a file that cannot be read or parsed is a problem, and has no effect.</summary>
    /// <param name="folder">Null where there is no project: the user's own settings.</param>
    public static LoadedSettings Load(ProjectFolder? folder, SettingsSources sources)
    {
        var problems = ImmutableArray.CreateBuilder<SettingsProblem>();
        SettingsLayer shipped = new(SettingsLayerKind.Shipped, [.. SettingsSchema.Files.SelectMany(file => YamlLayerReader.Read(ShippedSettings.Text(file), "shipped/" + file, problems))]);
        SettingsLayer own = new(SettingsLayerKind.User, sources.UserFolder is { } user ? ReadFolder(user, problems) : []);
        var project = new SettingsLayer(
            SettingsLayerKind.Project, folder is null ? [] : ProjectLimits.Keep(ReadFolder(folder.Settings, problems), [shipped, own], problems));
        SettingsLayer[] layers =
        [
            NamesRolesWithoutPeerB([.. own.Entries, .. project.Entries]) && !problems.Any(IsBrokenProfile)
                ? shipped with { Entries = shipped.Entries.RemoveAll(entry => IsBelow(entry, "roles", "peerB")) }
                : shipped,
            own,
            project,
            NamedLayerReader.FromEnvironment(sources.Environment, problems),
            NamedLayerReader.FromOverrides(sources.Overrides, problems),
        ];
        var builder = new ConfigurationBuilder();
        foreach (var layer in layers)
        {
            builder.Add(layer);
        }

        var reader = new SettingsReader(builder.Build(), problems);
        var settings = reader.Read();
        return new LoadedSettings(settings, problems.ToImmutable()) { Origins = OriginsOf(layers) };
    }

    /// <summary>Who wrote down the roles and no PeerB wants one agent: the shipped PeerB is for those who have not chosen any.</summary>
    private static bool NamesRolesWithoutPeerB(ImmutableArray<SettingsEntry> files) =>
        files.Any(entry => IsBelow(entry, "roles")) && !files.Any(entry => IsBelow(entry, "roles", "peerB"));

    // Half of a file may lack the very line that names PeerB.
    private static bool IsBrokenProfile(SettingsProblem problem) =>
        problem.IsError && Path.GetFileName(problem.File) == SettingsSchema.ProfilesFile;

    private static bool IsBelow(SettingsEntry entry, params ReadOnlySpan<string> keys)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (entry.Segments.Length <= i || !entry.Segments[i].Equals(keys[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    private static ImmutableArray<SettingsEntry> ReadFolder(string folder, ImmutableArray<SettingsProblem>.Builder problems)
    {
        ReportStrangers(folder, problems);
        var entries = ImmutableArray.CreateBuilder<SettingsEntry>();
        foreach (var name in SettingsSchema.Files)
        {
            var file = Path.Combine(folder, name);
            try
            {
                if (TextFile.Read(file) is { } text)
                {
                    entries.AddRange(YamlLayerReader.Read(text, file, problems));
                }
            }
            catch (TextFileException error)
            {
                problems.Add(new SettingsProblem(error.File, error.Line, error.Text, IsError: true));
            }
        }

        return entries.ToImmutable();
    }

    /// <summary>A file with a mistyped name is as silent as one that is missing; so it is said.</summary>
    private static void ReportStrangers(string folder, ImmutableArray<SettingsProblem>.Builder problems)
    {
        if (!Directory.Exists(folder))
        {
            if (File.Exists(folder))
            {
                problems.Add(new SettingsProblem(folder, 0, "this is a file; a folder with settings was expected. Move it away.", IsError: true));
            }

            return;
        }

        try
        {
            foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(file);
                if (Path.GetExtension(name) is ".yaml" or ".yml" && !name.StartsWith('.') && !SettingsSchema.Files.Contains(name))
                {
                    var nearest = NearestName.Of(name, SettingsSchema.Files) is { } meant ? $"; did you mean {meant}?" : ".";
                    problems.Add(new SettingsProblem(file, 0, $"cccc does not read a settings file of this name{nearest}", IsError: false));
                }
            }
        }
        catch (UnauthorizedAccessException)
        {
            problems.Add(new SettingsProblem(folder, 0, "the folder cannot be read: permission denied. Give yourself the right to read it (chmod u+rx).", IsError: true));
        }
    }

    private static ImmutableDictionary<string, SettingOrigin> OriginsOf(SettingsLayer[] layers)
    {
        var origins = ImmutableDictionary.CreateBuilder<string, SettingOrigin>(StringComparer.OrdinalIgnoreCase);
        foreach (var layer in layers)
        {
            foreach (var entry in layer.Entries)
            {
                var origin = new SettingOrigin(layer.Kind, entry.File, entry.Line);
                origins[string.Join('.', entry.Segments)] = origin;

                // The words of a command belong to the command.
                if (SettingsSchema.Find(entry.Segments.AsSpan()) is null)
                {
                    origins[string.Join('.', entry.Segments[..^1])] = origin;
                }
            }
        }

        return origins.ToImmutable();
    }
}
