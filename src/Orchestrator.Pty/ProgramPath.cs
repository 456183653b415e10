namespace Orchestrator.Pty;

/// <summary>Finds the file that a program's name means, or says in a sentence why there is none.</summary>
public static class ProgramPath
{
    /// <summary>
    /// The absolute path of <paramref name="fileName"/>: with a slash counted from <paramref name="workingDirectory"/>, else looked up on the
    /// PATH of <paramref name="environment"/> as a shell does (an empty entry is the working directory).
    /// </summary>
    /// <exception cref="PtyException">Not found, not executable, or the folder is missing.</exception>
    public static string Resolve(string fileName, string workingDirectory, IReadOnlyDictionary<string, string> environment)
    {
        if (string.IsNullOrEmpty(fileName))
        {
            throw new PtyException("No program was named to start in the pane.");
        }

        if (!Directory.Exists(workingDirectory))
        {
            throw new PtyException($"{fileName} cannot start: the folder {workingDirectory} does not exist.");
        }

        if (fileName.Contains('/', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(fileName, workingDirectory);
            return IsExecutable(path) ? path : throw WhyNot(fileName, path);
        }

        string? denied = null;
        var searchPath = environment.TryGetValue("PATH", out var value) ? value : "/usr/local/bin:/usr/bin:/bin";
        foreach (var folder in searchPath.Split(':'))
        {
            var path = Path.GetFullPath(Path.Combine(folder, fileName), workingDirectory);
            if (IsExecutable(path))
            {
                return path;
            }

            denied ??= File.Exists(path) ? path : null;
        }

        throw denied is null
            ? new PtyException($"{fileName} was not found on PATH. Install it, or give its full path.")
            : WhyNot(fileName, denied);
    }

    private static bool IsExecutable(string path) => File.Exists(path) && LibC.Access(path, LibC.Execute) == 0;

    private static PtyException WhyNot(string fileName, string path) =>
        Directory.Exists(path) ? new PtyException($"{fileName} cannot start: {path} is a folder, not a program.")
        : File.Exists(path) ? new PtyException($"{fileName} cannot start: {path} is not executable. Run chmod +x on it if it should be.")
        : new PtyException($"{fileName} cannot start: the file {path} does not exist.");
}
