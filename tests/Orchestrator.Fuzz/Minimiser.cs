using System.Diagnostics;

namespace Orchestrator.Fuzz;

/// <summary>Takes bytes out of a stream for as long as it still fails (Zeller's delta debugging, in its simplest form).</summary>
internal static class Minimiser
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static FuzzCase Shrink(FuzzCase failing, Watchdog watchdog)
    {
        var started = Stopwatch.GetTimestamp();
        for (var part = Math.Max(1, failing.Bytes.Length / 2); part > 0; part /= 2)
        {
            for (var at = 0; at < failing.Bytes.Length && Stopwatch.GetElapsedTime(started) < Patience;)
            {
                var end = Math.Min(at + part, failing.Bytes.Length);
                var shorter = failing.With([.. failing.Bytes[..at], .. failing.Bytes[end..]]);
                if (Fault(shorter, watchdog) is not null)
                {
                    failing = shorter;
                }
                else
                {
                    at = end;
                }
            }
        }

        return failing;
    }

    /// <summary>What is wrong, an exception included; null when nothing is.</summary>
    public static string? Fault(FuzzCase played, Watchdog watchdog)
    {
        try
        {
            return played.Play(watchdog);
        }
        catch (Exception error)
        {
            // Every exception is a finding here: that is what is looked for.
            watchdog.End();
            return error.ToString();
        }
    }
}
