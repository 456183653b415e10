using System.Collections.Immutable;
using Orchestrator.Core.Files;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Settings.Loading;

/// <summary>What became of a file that <see cref="ProjectSetup"/> is about.</summary>
/// <param name="Wrote">False: it was there and stayed as it was.</param>
public sealed record SetupFile(string Path, bool Wrote);

/// <summary>Lays out <c>.cccc</c> in a project: the settings with their comments, and a .gitignore that keeps all else out of the repository.</summary>
public static class ProjectSetup
{
    private const string GitIgnore =
        """
        # Of cccc's folder only the settings and your own rules belong in the repository: the rest is mail, state and logs.
        *
        !.gitignore
        !settings/
        !settings/**
        !rules/
        !rules/local/
        !rules/local/**

        """;

    /// <summary>Writes what is missing; touches nothing that exists.</summary>
    /// <exception cref="TextFileException">A file cannot be written; those before it are.</exception>
    public static ImmutableArray<SetupFile> Write(ProjectFolder folder)
    {
        return
        [
            .. SettingsSchema.Files.Select(file => WriteMissing(Path.Combine(folder.Settings, file), ShippedSettings.Text(file))),
            WriteIgnore(folder),
        ];
    }

    /// <summary>Writes the .gitignore alone, if it is missing: what every session does, so that mail and logs never get into a commit.</summary>
    /// <exception cref="TextFileException">It cannot be written.</exception>
    public static SetupFile WriteIgnore(ProjectFolder folder) =>
        WriteMissing(Path.Combine(folder.Home, ".gitignore"), GitIgnore.ReplaceLineEndings("\n"));

    private static SetupFile WriteMissing(string path, string text)
    {
        // A link that leads nowhere exists too: it is the user's.
        if (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            return new SetupFile(path, Wrote: false);
        }

        TextFile.Write(path, text);
        return new SetupFile(path, Wrote: true);
    }
}
