using System.Buffers;
using System.Globalization;
using System.Text;

namespace Orchestrator.Host.Keeping;

/// <summary>
/// Finds what the agents of a session left running. Some agent CLIs start daemons that leave their process group and session,
/// so they are found by a mark in their environment, never by name or group.
/// </summary>
public static class Remains
{
    /// <summary>The environment variable whose value is the session's own mark.</summary>
    public const string Variable = "CCCC_SESSION_MARK";

    /// <summary>The environment variable that says of which run of Aux or the Foreman a process is.</summary>
    public const string RunVariable = "CCCC_RUN";

    /// <summary>How long a process may take to show its environment, from its <c>execve</c> on, before it counts as another's.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromMilliseconds(100);

    // Of an environment; our own variables are never behind more than this.
    private const int MostBytes = 1024 * 1024;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

    private enum Look
    {
        WithoutMark,
        WithMark,

        /// <summary>In the midst of its <c>execve</c>: for milliseconds it has no environment to be seen.</summary>
        Starting,
    }

    /// <summary>Process ids that carry the mark, this process excepted. Empty where there is no /proc.</summary>
    /// <param name="patience">How long to look again at processes that are in the midst of their start; without it, <see cref="StartPatience"/>.</param>
    public static async Task<IReadOnlyList<int>> FindAsync(string mark, string variable = Variable, TimeSpan? patience = null)
    {
        List<int> found = [];
        if (!Directory.Exists("/proc/self"))
        {
            return found;
        }

        var wanted = Encoding.UTF8.GetBytes($"{variable}={mark}");
        List<int> starting = [];
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId)
            {
                LookAt(id);
            }
        }

        var start = TimeProvider.System.GetTimestamp();
        while (starting.Count > 0 && TimeProvider.System.GetElapsedTime(start) < (patience ?? StartPatience))
        {
            await Task.Delay(BetweenLooks, TimeProvider.System).ConfigureAwait(false); // Nothing tells of the end of an execve.
            int[] again = [.. starting];
            starting.Clear();
            Array.ForEach(again, LookAt);
        }

        return found;

        void LookAt(int id)
        {
            switch (LookOf(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}"), wanted))
            {
                case Look.WithMark:
                    found.Add(id);
                    break;
                case Look.Starting:
                    starting.Add(id);
                    break;
                default:
                    break;
            }
        }
    }

    private static Look LookOf(string folder, byte[] wanted)
    {
        const int MostLooks = 4; // A process can begin another start right behind the last one.
        for (var i = 0; i < MostLooks; i++)
        {
            var environment = Read(folder, "environ");
            if (environment is not [])
            {
                return environment is not null && Holds(environment, wanted) ? Look.WithMark : Look.WithoutMark;
            }

            if (Read(folder, "cmdline") is [])
            {
                return Read(folder, "stat") is { } stat && HasMemory(Encoding.UTF8.GetString(stat)) ? Look.Starting : Look.WithoutMark;
            }
        }

        return Look.WithoutMark; // It was started without any.
    }

    // Neither a thread of the kernel nor a process that has ended: proc_pid_stat(5), fields 3 (state) and 9 (flags, with PF_KTHREAD).
    private static bool HasMemory(string stat)
    {
        const uint KernelThread = 0x0020_0000;
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 6 && fields[0] is not ("Z" or "X") && uint.TryParse(fields[6], NumberStyles.None, CultureInfo.InvariantCulture, out var flags) && (flags & KernelThread) == 0;
    }

    private static byte[]? Read(string folder, string file)
    {
        // In one read: between two of them the process can become another, and the rest is gone.
        var buffer = ArrayPool<byte>.Shared.Rent(MostBytes);
        try
        {
            using var handle = File.OpenHandle(Path.Combine(folder, file));
            return buffer[..RandomAccess.Read(handle, buffer, fileOffset: 0)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The process ended meanwhile, or is another user's: not ours.
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool Holds(ReadOnlySpan<byte> environment, byte[] wanted)
    {
        while (!environment.IsEmpty)
        {
            var end = environment.IndexOf((byte)0);
            if ((end < 0 ? environment : environment[..end]).SequenceEqual(wanted))
            {
                return true;
            }

            environment = end < 0 ? [] : environment[(end + 1)..];
        }

        return false;
    }
}
