using Orchestrator.Pty;

namespace Orchestrator.Core.Files;

/// <summary>
/// The places where a crash would hurt most: around every write, rename, link, unlink, fsync, spawn and typed byte. A seam for tests: the program as it is
/// shipped kills itself with SIGKILL at one of them when the environment says so (<see cref="Variable"/>). Without the variable a place costs one comparison.
/// </summary>
public static class CrashPoint
{
    /// <summary>
    /// <c>NAME[:PASSAGE[:before|torn|after]]</c>, for example <c>ledger-write:17:torn</c>: at the 17th time that the host comes there, before it, after it, or
    /// when half of the bytes are written.
    /// </summary>
    public const string Variable = "CCCC_CRASH_AT";

    /// <summary>A file that gets a line for each passage: the point's name.</summary>
    public const string LogVariable = "CCCC_CRASH_LOG";

    // Read once, at the first use.
    private static readonly CrashPlan? Plan = CrashPlan.FromEnvironment();

    /// <summary>Reads the variables and takes them out of the environment: the crash is meant for this process, not for the agents that it starts.</summary>
    /// <exception cref="FormatException">The variable is no plan.</exception>
    public static void Arm()
    {
        Plan?.Check();
        Environment.SetEnvironmentVariable(Variable, null);
        Environment.SetEnvironmentVariable(LogVariable, null);
    }

    /// <summary>The effect comes now.</summary>
    public static void Before(string point) => Plan?.Comes(point);

    /// <summary>The effect has been.</summary>
    public static void After(string point) => Plan?.Was(point);

    /// <summary>As <see cref="Before"/>, for an effect of many bytes: those to be written. They are all, or the first half when the process is to die in their midst.</summary>
    public static ReadOnlySpan<byte> Part(string point, ReadOnlySpan<byte> bytes) => Plan is null || !Plan.Comes(point) ? bytes : bytes[..(bytes.Length / 2)];

    internal static void Die()
    {
        const int kill = 9; // SIGKILL, signal(7): nothing is flushed, no handler runs.
        ProcessSignal.Send(Environment.ProcessId, kill);
        using var never = new ManualResetEvent(initialState: false);
        never.WaitOne(); // The signal is on its way; nothing may happen meanwhile.
    }
}
