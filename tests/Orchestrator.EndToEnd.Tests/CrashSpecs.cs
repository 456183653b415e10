using System.Globalization;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.EndToEnd.Tests.Crash;
using Orchestrator.EndToEnd.Tests.Harness;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>
/// The host is killed at any write, rename, fsync, spawn or typed byte, and at any other instant; no message is lost, doubled, merged or out of order.
/// Of the long set <c>CCCC_CRASH_ROUNDS</c> says how many rounds are played (50), <c>CCCC_CRASH_SEED</c> with which seed they begin;
/// <c>CCCC_CRASH_PARALLEL</c> says how many at a time;
/// <c>CCCC_CRASH_POINT=link:1:after</c> makes the first crash of each round come there, <c>CCCC_CRASH_REPORT</c> names a folder for the reports of failed rounds.
/// </summary>
public sealed class CrashSpecs(ITestOutputHelper output)
{
    [Fact]
    public Task Killed_at_some_instants_it_loses_doubles_merges_and_reorders_nothing() => PlayAsync(first: 1, rounds: 4);

    [Fact]
    [Long]
    public Task Killed_at_any_instant_it_loses_doubles_merges_and_reorders_nothing() =>
        PlayAsync(Number("CCCC_CRASH_SEED", 1), Number("CCCC_CRASH_ROUNDS", 50));

    private async Task PlayAsync(int first, int rounds)
    {
        List<string> failures = [];
        var played = 0;
        var crashes = 0;
        var messages = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = Number("CCCC_CRASH_PARALLEL", Math.Max(2, Environment.ProcessorCount)) };
        await Parallel.ForAsync(first, first + rounds, options, async (seed, _) =>
        {
            (var violations, var died, var counted) = await CrashRound.PlayAsync(seed);
            Interlocked.Increment(ref played);
            Interlocked.Add(ref crashes, died);
            Interlocked.Add(ref messages, counted);
            if (violations.Count > 0)
            {
                var report = $"Replay with: CCCC_CRASH_ROUNDS=1 CCCC_CRASH_SEED={seed} dotnet test tests/Orchestrator.EndToEnd.Tests --filter Killed_at_any_instant\n{string.Join('\n', violations)}";
                lock (failures)
                {
                    failures.Add(report);
                }

                if (Environment.GetEnvironmentVariable("CCCC_CRASH_REPORT") is { } folder)
                {
                    await File.WriteAllTextAsync(Path.Combine(folder, $"crash-{seed}.txt"), report, CancellationToken.None);
                }
            }
        });

        output.WriteLine($"{played} rounds from seed {first} on: {crashes} crashes, {messages} messages counted; {failures.Count} rounds with a violation");
        Assert.True(messages > rounds * 3, "there was too little mail to prove anything");
        Assert.True(failures.Count == 0, $"{failures.Count} of {played} rounds failed.\n\n{string.Join("\n\n", failures.Take(3))}");
    }

    [Fact]
    public async Task Every_crash_point_is_passed_by_a_session_with_mail_and_no_other_is_there()
    {
        await using var project = TestProject.WithAgents(["--numbered", "1"], ["--numbered", "1"]);
        var log = Path.Combine(project.Temporary, "passages");
        using var life = await HostLife.StartAsync(project, crashAt: null, log);
        Assert.True(life.IsReady, life.FirstLine);
        Assert.True((await life.SendAsync(Route.Both, "hello", new SendOptions()))?.Ok);
        await project.Until(() => project.Journaled(AgentRole.PeerA, "read") + project.Journaled(AgentRole.PeerB, "read") >= 2, "two read messages");

        var passed = (await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken)).CountBy(name => name).ToDictionary();
        Assert.Empty(CrashPoints.Always.Keys.Except(passed.Keys));
        Assert.Empty(passed.Keys.Except(CrashPoints.Always.Keys).Except(CrashPoints.Sometimes.Keys));
        await life.KillAsync();
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_crash_point_that_is_none_ends_the_host_with_a_sentence()
    {
        await using var project = TestProject.WithAgents();
        using var life = await HostLife.StartAsync(project, crashAt: "ledger-write:never");
        Assert.False(life.IsReady);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
