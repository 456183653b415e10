using System.Runtime.CompilerServices;

namespace Orchestrator.Tui.Tests;

/// <summary>Text that must come out, in a file beside the tests. <c>CCCC_UPDATE_GOLDEN=1</c> writes what comes out now.</summary>
internal static class Golden
{
    public static void Matches(string name, string actual, [CallerFilePath] string here = "") =>
        FileMatches(Path.Combine(Path.GetDirectoryName(here)!, "Screens", name + ".txt"), actual + "\n");

    public static void FileMatches(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("CCCC_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{path} is missing; CCCC_UPDATE_GOLDEN=1 writes it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
