using System.Globalization;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Session;
using Orchestrator.EndToEnd.Tests.Crash;
using Orchestrator.EndToEnd.Tests.Harness;
using CommandResult = Orchestrator.EndToEnd.Tests.Harness.CommandResult;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>A full disk, a folder that turns read-only, a process without descriptors: what was accepted arrives once, what was not is not there.</summary>
public sealed class FaultSpecs
{
    [Fact]
    public async Task A_full_disk_refuses_mail_and_loses_none()
    {
        await using var project = TestProject.WithAgents(["--numbered", "1"], ["--numbered", "2"]);
        await using var disk = await Mount.SmallDiskAsync(project, "600k");
        var session = await CountedSession.StartAsync(project);
        await session.AgentsRestAsync();
        Assert.True((await session.SendAsync(Route.Both, hops: 0)).Ok);

        // Nobody answers it: an agent that writes on a full disk fails by itself.
        await project.Until(() => project.Inbox(AgentRole.PeerA).Count + project.Inbox(AgentRole.PeerB).Count == 0, "empty inboxes");
        var written = Path.Combine(project.Folder.Home, "written before");
        await File.WriteAllTextAsync(written, "<TO_USER>\nof a full disk\n</TO_USER>\n", TestContext.Current.CancellationToken);
        var ballast = Path.Combine(project.Folder.Home, "ballast");
        Fill(ballast);
        var refused = 0;
        for (var i = 0; i < 5; i++)
        {
            refused += (await session.SendAsync(Route.Both, hops: 0)).Ok ? 0 : 1;
        }

        // An agent's mail waits in its place or its claim until there is room.
        File.Move(written, project.Folder.ToUser(AgentRole.PeerA), overwrite: true);
        Assert.True(refused > 0, "the disk was not full");
        File.Delete(ballast);

        // Before the agents write again: a file that is overwritten before it was taken is its author's loss.
        await project.Until(() => Kept(project).Count(text => text.Contains("of a full disk", StringComparison.Ordinal)) == 1, "the mail of a full disk at the user", TimeSpan.FromSeconds(40));
        Assert.True((await session.SendAsync(Route.Both, hops: 2)).Ok);
        await session.CountAsync();
    }

    // The kernel refuses the remount while a host has its ledger open for writing: it can only happen between two hosts.
    [Fact]
    public async Task A_disk_that_was_remounted_read_only_keeps_the_host_from_starting_and_loses_no_mail()
    {
        await using var project = TestProject.WithAgents(["--numbered", "3"], ["--numbered", "4"]);
        await using var disk = await Mount.SmallDiskAsync(project, "8m");
        var session = await CountedSession.StartAsync(project);
        await session.AgentsRestAsync();
        Assert.True((await session.SendAsync(Route.Both, hops: 2)).Ok);
        await session.KillHostAsync();

        await disk.ReadOnlyAsync(true);
        using (var refused = await HostLife.StartAsync(project, crashAt: null))
        {
            Assert.False(refused.IsReady);
            Assert.Contains("cannot be written", refused.FirstLine, StringComparison.Ordinal);
        }

        await disk.ReadOnlyAsync(false);
        await session.StartHostAgainAsync();
        Assert.True((await session.SendAsync(Route.Both, hops: 2)).Ok);
        await session.CountAsync();
    }

    [Fact]
    public async Task A_host_without_descriptors_refuses_mail_and_loses_none()
    {
        var prlimit = Programs.Require("prlimit");
        await using var project = TestProject.WithAgents(["--numbered", "5"], ["--numbered", "6"]);
        var session = await CountedSession.StartAsync(project);
        await session.AgentsRestAsync();
        Assert.True((await session.SendAsync(Route.Both, hops: 2)).Ok);

        // From now on no new descriptor: accept and open fail with EMFILE. The agents go on writing meanwhile.
        HashSet<int> open = [.. Directory.GetFiles($"/proc/{session.HostProcess}/fd").Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))];
        await LimitAsync(prlimit, project, session, Enumerable.Range(0, open.Count + 1).First(number => !open.Contains(number)));
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(3));
        var waiting = session.SendAsync(Route.PeerA, hops: 1);
        await Task.WhenAny(waiting, Task.Delay(Timeout.Infinite, patience.Token));
        await LimitAsync(prlimit, project, session, 4096);

        await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True((await session.SendAsync(Route.Both, hops: 2)).Ok);
        await session.CountAsync();
    }

    private static IEnumerable<string> Kept(TestProject project) =>
        Directory.Exists(project.Folder.Kept) ? Directory.GetFiles(project.Folder.Kept).Select(TestProject.ReadShared) : [];

    private static void Fill(string path)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException full) when (full.Message.Contains("space", StringComparison.OrdinalIgnoreCase))
        {
            // That was the purpose.
        }
    }

    private static async Task LimitAsync(string prlimit, TestProject project, CountedSession session, int descriptors)
    {
        var result = await project.Run(prlimit, ["--pid", $"{session.HostProcess}", $"--nofile={descriptors}:"], "", "/");
        Assert.True(result.ExitCode == 0, result.Error);
    }

    /// <summary>A mount that ends with the test; without the right to mount the test is skipped.</summary>
    private sealed class Mount(TestProject project, string path) : IAsyncDisposable
    {
        /// <summary>Puts the project's whole <c>.cccc</c> on a disk of that size.</summary>
        public static async Task<Mount> SmallDiskAsync(TestProject project, string size)
        {
            Assert.SkipUnless(Environment.UserName == "root", "only root can mount");
            var path = project.Folder.Home;
            var settings = Directory.GetFiles(project.Folder.Settings).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
            var result = await project.Run(Programs.Require("mount"), ["-t", "tmpfs", "-o", $"size={size}", "tmpfs", path], "", "/");
            Assert.SkipWhen(result.ExitCode != 0, "nothing can be mounted here: " + result.Error);
            foreach ((var file, var text) in settings)
            {
                project.WriteSetting(file, text);
            }

            return new Mount(project, path);
        }

        public async Task ReadOnlyAsync(bool on)
        {
            var result = await project.Run(Programs.Require("mount"), ["-o", $"remount,{(on ? "ro" : "rw")}", path], "", "/");
            Assert.True(result.ExitCode == 0, result.Error);
        }

        public async ValueTask DisposeAsync()
        {
            await project.Processes.KillAllAsync();
            await project.Processes.WaitForEnd(TimeSpan.FromSeconds(10));
            await project.Run("umount", ["-l", path], "", "/");
        }
    }
}
