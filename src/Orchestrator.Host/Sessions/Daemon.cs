using System.Runtime.InteropServices;
using Orchestrator.Pty;

namespace Orchestrator.Host.Sessions;

/// <summary>Leaving the terminal that started this process: a session of its own, and no standard input and outputs.</summary>
internal static partial class Daemon
{
    private const int OpenReadWrite = 2; // O_RDWR

    /// <summary>A session of its own, so that the end of the starting terminal does not hang this process up (setsid(2)).</summary>
    public static void LeaveSession() => _ = setsid(); // Fails only for the leader of a group, who has a session of its own or a shell that lets it be.

    /// <summary>Points the standard descriptors to /dev/null; who waits for the end of our output gets it.</summary>
    public static void CloseStandardStreams()
    {
        int nothing = open("/dev/null", OpenReadWrite);
        if (nothing < 0)
        {
            throw new IOException("/dev/null cannot be opened.");
        }

        for (int descriptor = 0; descriptor <= 2; descriptor++)
        {
            // One that was closed at the start has become the runtime's own; to point it elsewhere would break the runtime.
            if (Descriptor.IsInherited(descriptor))
            {
                _ = dup2(nothing, descriptor);
            }
        }

        Descriptor.Close(nothing);
    }

    [LibraryImport("libc")]
    private static partial int setsid();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int dup2(int from, int to);
}
