[assembly: AssemblyFixture(typeof(Orchestrator.Tests.TemporaryFolders))]

namespace Orchestrator.Tests;

/// <summary>
/// The one place that decides where the temporary folders of a test project lie: all of them in one folder, which is
/// removed when its last test has ended; in memory where the system has a tmpfs, since hardly a test is about a disk
/// and half of their time would go into waiting for one.
/// A <c>TMPDIR</c> of the caller's is kept: <c>TMPDIR=/var/tmp dotnet test Orchestrator.sln</c> tests on a disk.
/// </summary>
public sealed class TemporaryFolders : IDisposable
{
    private const string Variable = "TMPDIR";
    private const string Memory = "/dev/shm";

    private readonly string _root;

    public TemporaryFolders()
    {
        var isChosen = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));
        var parent = !isChosen && Directory.Exists(Memory) ? Memory : Path.GetTempPath();

        // A short name: the paths of unix sockets are in these folders, and have 107 bytes.
        _root = Directory.CreateDirectory(Path.Combine(parent, $"cccc{Environment.ProcessId}")).FullName;
        Environment.SetEnvironmentVariable(Variable, _root);
    }

    /// <summary>The temporary folder as it was given to the tests: for what is there before them and after them.</summary>
    public static string Given { get; } = Path.GetTempPath();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, Given);
        Directory.Delete(_root, recursive: true);
    }
}
