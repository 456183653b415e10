using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Orchestrator.Host.Keeping;

/// <summary>
/// Finds what the agents of a session left running. Some agent CLIs start daemons that leave their process group and session,
/// so they are found by a mark in their environment, never by name or group.
/// </summary>
public static partial class Remains
{
    /// <summary>The environment variable whose value is the session's own mark.</summary>
    public const string Variable = "CCCC_SESSION_MARK";

    /// <summary>The environment variable that says of which run of Aux or the Foreman a process is.</summary>
    public const string RunVariable = "CCCC_RUN";

    /// <summary>Process ids that carry the mark, this process excepted. Empty where there is no /proc.</summary>
    public static IReadOnlyList<int> Find(string mark, string variable = Variable)
    {
        List<int> found = [];
        if (!Directory.Exists("/proc/self"))
        {
            return found;
        }

        byte[] wanted = Encoding.UTF8.GetBytes($"{variable}={mark}");
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                && id != Environment.ProcessId
                && HasVariable(Path.Combine(folder, "environ"), wanted))
            {
                found.Add(id);
            }
        }

        return found;
    }

    /// <summary>Signals one process; one that has ended meanwhile is no fault.</summary>
    public static void Signal(int processId, int signal) => _ = kill(processId, signal);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);

    private static bool HasVariable(string environmentFile, byte[] wanted)
    {
        byte[] environment;
        try
        {
            environment = File.ReadAllBytes(environmentFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The process ended meanwhile, or is another user's: not ours.
            return false;
        }

        ReadOnlySpan<byte> rest = environment;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)0);
            if ((end < 0 ? rest : rest[..end]).SequenceEqual(wanted))
            {
                return true;
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return false;
    }
}
