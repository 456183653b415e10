using System.Diagnostics;
using System.Text;
using Orchestrator.Host.Keeping;

namespace Orchestrator.EndToEnd.Tests.Harness;

/// <summary>The processes of one test: they all inherit a variable with a value of its own, however far they daemonize.</summary>
internal sealed class MarkedProcesses
{
    public const string Variable = "CCCC_END_TO_END_MARK";

    // On a busy machine.
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);

    public string Mark { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Command lines of those that run, for messages.</summary>
    public IReadOnlyList<string> Describe() => Remains.FindAsync(Mark, Variable, TimeSpan.Zero).GetAwaiter().GetResult()
        .Select(id => $"{id}: {Encoding.UTF8.GetString(Read($"/proc/{id}/cmdline")).Replace('\0', ' ').Trim()}").ToList();

    /// <summary>Waits until all have ended; those that still run then.</summary>
    public async Task<IReadOnlyList<string>> WaitForEnd(TimeSpan patience)
    {
        using CancellationTokenSource timeout = new(patience);
        try
        {
            for (var ids = await FindAsync(); ids.Count > 0; ids = await FindAsync())
            {
                foreach (var id in ids)
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
            using var process = Process.GetProcessById(id);
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
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It had ended already.
        }
    }

    public async Task KillAllAsync()
    {
        foreach (var id in await FindAsync())
        {
            Kill(id);
        }
    }

    private Task<IReadOnlyList<int>> FindAsync() => Remains.FindAsync(Mark, Variable, StartPatience);

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
