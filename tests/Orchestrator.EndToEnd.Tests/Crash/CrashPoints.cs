namespace Orchestrator.EndToEnd.Tests.Crash;

/// <summary>The points at which a host can be made to die, with how often a round passes each at most.</summary>
internal static class CrashPoints
{
    /// <summary>Passed by every session with mail in it.</summary>
    public static readonly IReadOnlyDictionary<string, int> Always = new Dictionary<string, int>
    {
        ["lock-write"] = 1,
        ["link"] = 20,
        ["rename"] = 50,
        ["unlink"] = 30,
        ["fsync-folder"] = 60,
        ["stage-write"] = 20,
        ["stage-fsync"] = 20,
        ["sequence-write"] = 14,
        ["ledger-write"] = 60,
        ["ledger-fsync"] = 60,
        ["spawn"] = 2,
        ["type"] = 14,
    };

    /// <summary>Passed when the ledger grows large, ends in a torn line, or a setting is changed.</summary>
    public static readonly IReadOnlyDictionary<string, int> Sometimes = new Dictionary<string, int>
    {
        ["snapshot-write"] = 2,
        ["compressed-part-fsync"] = 2,
        ["tear-write"] = 1,
        ["ledger-cut"] = 1,
        ["settings-write"] = 1,
        ["settings-rename"] = 1,
    };

    private static readonly string[] Names = [.. Always.Keys, "snapshot-write", "compressed-part-fsync"];
    private static readonly string[] OfRecovery = [.. Always.Keys, "tear-write", "ledger-cut"];

    /// <summary>A value for <c>CCCC_CRASH_AT</c>.</summary>
    /// <param name="recovering">The host finds what a crash left: it dies soon, while it takes that up.</param>
    public static string Choose(Random random, bool recovering)
    {
        var names = recovering ? OfRecovery : Names;
        var name = names[random.Next(names.Length)];
        var most = Always.GetValueOrDefault(name, Sometimes.GetValueOrDefault(name));
        var moment = random.Next(3) switch { 0 => "before", 1 => "torn", _ => "after" };
        return $"{name}:{1 + random.Next(recovering ? Math.Max(1, most / 4) : most)}:{moment}";
    }
}
