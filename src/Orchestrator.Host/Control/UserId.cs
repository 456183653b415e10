using System.Runtime.InteropServices;

namespace Orchestrator.Host.Control;

/// <summary>The user that this process runs as.</summary>
internal static partial class UserId
{
    public static uint Effective => geteuid();

    [LibraryImport("libc")]
    private static partial uint geteuid();
}
