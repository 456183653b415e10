using System.Runtime.InteropServices;

namespace Orchestrator.Pty;

/// <summary>
/// How many files this process may have open at once (RLIMIT_NOFILE). The runtime raises the soft limit to the hard one before the first line of ours, so
/// that the limit which a shell had set before is not known any more, and programs in panes inherit the raised one. They lose nothing by it: a program that
/// uses select(2) is limited by the files that it opens, not by those that it may, and node, Go and other runtimes raise it in the same way.
/// </summary>
public static unsafe partial class OpenFiles
{
    /// <summary>What a session with all its agents, some clients and the runtime's own files needs, with room to spare.</summary>
    public const ulong Needed = 256;

    // macOS refuses more than this, whatever the hard limit says (OPEN_MAX, sys/syslimits.h).
    private const ulong MostOnMac = 10_240;

    // RLIMIT_NOFILE: asm-generic/resource.h; macOS sys/resource.h.
    private static readonly int Resource = OperatingSystem.IsMacOS() ? 8 : 7;

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    /// <summary>
    /// Raises the limit as far as the system lets us, and says on standard error when that is not enough. To be called before anything else, with nothing that
    /// opens a file: where there are too few even the libraries of this program cannot be loaded.
    /// </summary>
    /// <returns>False when the program cannot work with so few.</returns>
    public static bool AreEnough()
    {
        Limit limit;
        if (GetLimit(Resource, &limit) != 0)
        {
            return true; // not known; what fails then says so itself
        }

        var most = OperatingSystem.IsMacOS() ? Math.Min(limit.Hard, MostOnMac) : limit.Hard;
        if (limit.Soft < most)
        {
            Limit raised = new() { Soft = most, Hard = limit.Hard };
            limit.Soft = SetLimit(Resource, &raised) == 0 ? most : limit.Soft;
        }

        if (limit.Soft >= Needed)
        {
            return true;
        }

        Say($"cccc: This process may have {limit.Soft} files open at once, and cccc needs {Needed}: raise the limit "
            + "(`ulimit -n 1024` in the shell, or the nofile line of limits.conf), then start cccc again.\n");
        return false;
    }

    // ASCII alone, byte by byte: an encoder would be one more library to load.
    private static void Say(string sentence)
    {
        var bytes = stackalloc byte[sentence.Length];
        for (var i = 0; i < sentence.Length; i++)
        {
            bytes[i] = (byte)sentence[i];
        }

        _ = WriteBytes(2, bytes, (nuint)sentence.Length); // who has no standard error has the exit code
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, Limit* limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, Limit* limit);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint WriteBytes(int fd, byte* bytes, nuint count);
}
