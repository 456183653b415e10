using Orchestrator.Host.Keeping;
using Orchestrator.Terminal.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Host.Tests;

/// <summary>What agents leave running is found by its mark, and nothing else is.</summary>
public sealed class RemainsTests
{
    [SkippableFact]
    public async Task A_daemon_that_left_its_session_is_found_and_ended_by_its_mark()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Needs /proc.");
        string mark = Guid.NewGuid().ToString("N");
        using LoopOfTest loop = new();
        using ChildReaper reaper = new(loop.Loop);
        TaskCompletionSource<PtyExit> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PtyProcess parent = PtyProcess.Start(new PtyStart
        {
            FileName = "/bin/sh",
            Arguments = ["-c", "trap '' HUP; setsid sleep 1000 </dev/null >/dev/null 2>&1 & exit 0"],
            WorkingDirectory = "/",
            Environment = PtyEnvironment.Create(new Dictionary<string, string> { [Remains.Variable] = mark }),
            Size = new TermSize(80, 24),
        });
        await loop.On(() => reaper.Register(parent, exit => exited.TrySetResult(exit)));
        await loop.Wait(exited.Task);

        int daemon = Assert.Single(Remains.Find(mark));
        Assert.Empty(Remains.Find(mark[..^1]));
        Assert.Empty(Remains.Find(Guid.NewGuid().ToString("N")));
        using System.Diagnostics.Process process = System.Diagnostics.Process.GetProcessById(daemon);
        Remains.Signal(daemon, 9); // SIGKILL, signal(7)
        await process.WaitForExitAsync().WaitAsync(LoopOfTest.Patience);
        Assert.Empty(Remains.Find(mark));
        Remains.Signal(daemon, 9);
    }
}
