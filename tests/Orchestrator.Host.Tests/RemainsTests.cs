using System.Diagnostics;
using Orchestrator.Host.Keeping;
using Orchestrator.Pty;

namespace Orchestrator.Host.Tests;

/// <summary>What agents leave running is found by its mark, and nothing else is.</summary>
public sealed class RemainsTests
{
    [Fact]
    public async Task A_daemon_that_left_its_session_is_found_and_ended_by_its_mark()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /proc.");
        var mark = Guid.NewGuid().ToString("N");
        using LoopOfTest loop = new();
        using ChildReaper reaper = new(loop.Loop);
        TaskCompletionSource<PtyExit> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var parent = PtyProcess.Start(new PtyStart
        {
            FileName = "/bin/sh",
            Arguments = ["-c", "trap '' HUP; setsid sleep 1000 </dev/null >/dev/null 2>&1 & exit 0"],
            WorkingDirectory = "/",
            Environment = PtyEnvironment.Create(new Dictionary<string, string> { [Remains.Variable] = mark }),
            Size = new TermSize(80, 24),
        });
        await loop.On(() => reaper.Register(parent, exit => exited.TrySetResult(exit)));
        await loop.Wait(exited.Task);

        var daemon = Assert.Single(await Remains.FindAsync(mark));
        Assert.Empty(await Remains.FindAsync(mark[..^1]));
        Assert.Empty(await Remains.FindAsync(Guid.NewGuid().ToString("N")));
        using var process = Process.GetProcessById(daemon);
        ProcessSignal.Send(daemon, 9); // SIGKILL, signal(7)
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(LoopOfTest.Patience, TestContext.Current.CancellationToken);
        Assert.Empty(await Remains.FindAsync(mark));
        ProcessSignal.Send(daemon, 9);
    }

    [Fact]
    public async Task A_process_in_the_midst_of_its_start_is_found()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /proc.");
        var mark = Guid.NewGuid().ToString("N");
        // It does nothing but start anew, in the same process: it is there at every look.
        ProcessStartInfo start = new("/bin/sh", ["-c", "exec /bin/sh -c \"$AGAIN\""]) { Environment = { [Remains.Variable] = mark, ["AGAIN"] = "exec /bin/sh -c \"$AGAIN\"" } };
        using var process = Process.Start(start)!;
        try
        {
            for (var i = 0; i < 50; i++)
            {
                Assert.Equal(process.Id, Assert.Single(await Remains.FindAsync(mark, patience: LoopOfTest.Patience)));
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(LoopOfTest.Patience, TestContext.Current.CancellationToken);
        }
    }
}
