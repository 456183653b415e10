using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Orchestrator.EndToEnd.Tests.Harness;

/// <summary>The processes of one test: they all inherit a variable with a value of its own, however far they daemonize.</summary>
internal sealed class MarkedProcesses
{
    public const string Variable = "CCCC_END_TO_END_MARK";

    public string Mark { get; } = Guid.NewGuid().ToString("N");

    public IReadOnlyList<int> Find()
    {
        byte[] wanted = Encoding.UTF8.GetBytes($"{Variable}={Mark}");
        List<int> found = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                && Read(Path.Combine(folder, "environ")).AsSpan().IndexOf(wanted) >= 0)
            {
                found.Add(id);
            }
        }

        return found;
    }

    /// <summary>Command lines of those that run, for messages.</summary>
    public IReadOnlyList<string> Describe() => Find()
        .Select(id => $"{id}: {Encoding.UTF8.GetString(Read($"/proc/{id}/cmdline")).Replace('\0', ' ').Trim()}").ToList();

    /// <summary>Waits until all have ended; those that still run then.</summary>
    public async Task<IReadOnlyList<string>> WaitForEnd(TimeSpan patience)
    {
        using CancellationTokenSource timeout = new(patience);
        try
        {
            for (IReadOnlyList<int> ids = Find(); ids.Count > 0; ids = Find())
            {
                foreach (int id in ids)
                {
                    await WaitForEnd(id, timeout.Token);
                }
            }

            return [];
        }
        catch (OperationCanceledException)
        {
            return Describe();
        }
    }

    public static async Task WaitForEnd(int id, CancellationToken cancellationToken)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // It had ended already.
        }
    }

    /// <summary>Ends a process by SIGKILL.</summary>
    public static void Kill(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It had ended already.
        }
    }

    public void KillAll()
    {
        foreach (int id in Find())
        {
            Kill(id);
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or is another user's.
            return [];
        }
    }
}
