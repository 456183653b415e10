using System.Runtime.InteropServices;

namespace Orchestrator.EndToEnd.Tests.Harness;

/// <summary>The programs that tests start: cccc and fake-agent as they were built with the tests, native where that is possible; others from PATH.</summary>
internal static class Programs
{
    public static string Cccc { get; } = NativePrograms.PathOf("cccc");

    public static string FakeAgent { get; } = NativePrograms.PathOf("fake-agent");

    /// <summary>Where the .NET that runs the tests is installed: for managed executables, which are to find the same one.</summary>
    public static string DotnetRoot { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin")
        .Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>The path of a program, or the test is skipped and says so.</summary>
    public static string Require(string name)
    {
        var path = Find(name);
        Assert.SkipWhen(path is null, $"{name} is not installed");
        return path!;
    }
}
