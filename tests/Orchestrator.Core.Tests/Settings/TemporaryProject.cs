using System.Collections.Immutable;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings.Loading;

namespace Orchestrator.Core.Tests.Settings;

/// <summary>A project in a temporary folder whose name has blanks, quotes and letters beyond ASCII.</summary>
public sealed class TemporaryProject : IDisposable
{
    public TemporaryProject()
    {
        Root = Directory.CreateTempSubdirectory("cccc prüf'\"er ").FullName;
        Folder = new ProjectFolder(Path.Combine(Root, "project"));
        UserFolder = Path.Combine(Root, "user");
        Directory.CreateDirectory(Folder.Settings);
        Directory.CreateDirectory(UserFolder);
    }

    public string Root { get; }

    public ProjectFolder Folder { get; }

    public string UserFolder { get; }

    public string Profiles => Path.Combine(Folder.Settings, "cli_profiles.yaml");

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder.Settings, name), text);

    public void WriteUser(string name, string text) => File.WriteAllText(Path.Combine(UserFolder, name), text);

    public LoadedSettings Load(string? environment = null, params string[] overrides)
    {
        var variables = (environment ?? string.Empty)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .ToImmutableDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return SettingsLoader.Load(Folder, new SettingsSources(UserFolder, variables, [.. overrides]));
    }

    public string AddProgram(string folder, string name)
    {
        var path = Path.Combine(Root, folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "#!/bin/sh\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
