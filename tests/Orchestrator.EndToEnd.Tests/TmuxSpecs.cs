using Orchestrator.Core.Peers;
using Orchestrator.EndToEnd.Tests.Harness;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>The same program in a terminal that others wrote.</summary>
public sealed class TmuxSpecs
{
    [Fact]
    public async Task In_tmux_two_agents_run_from_setup_to_quit_with_a_detach_between()
    {
        await using var project = TestProject.WithAgents(["--hand-offs", "2"], ["--hand-offs", "2"], name: TestProject.DifficultName);
        var tmux = await TmuxDriver.Start(project);
        await tmux.Cccc();
        await tmux.WaitFor("● " + TestProject.ActorA);
        await tmux.Press("Enter");
        await tmux.WaitFor("● PeerB, a scripted agent");

        await tmux.Type("/a start");
        await tmux.Press("Enter");
        await tmux.WaitFor("PeerB → PeerA");
        await tmux.WaitFor("all 2 hand-offs are done");
        await tmux.Press("C-b");
        await tmux.Type("d");
        Assert.Equal(0, await tmux.WaitForExit());

        await tmux.Cccc("attach");
        await tmux.WaitFor("all 2 hand-offs are done");
        await tmux.Type("/quit");
        await tmux.Press("Enter");
        await tmux.WaitFor("Quit ends");
        await tmux.Type("y");
        Assert.Equal(0, await tmux.WaitForExit());
        await tmux.DisposeAsync();
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task In_tmux_one_agent_runs_alone()
    {
        await using var project = TestProject.WithAgents(single: true);
        var tmux = await TmuxDriver.Start(project);
        await tmux.Cccc();
        await tmux.WaitFor("Single-peer mode: Only PeerA will run.");
        await tmux.Press("Enter");
        await tmux.WaitFor("● PeerA, a scripted agent");

        await tmux.Type("/b hello");
        await tmux.Press("Enter");
        await tmux.WaitFor("Single-peer mode, use /a");
        await tmux.Type("/a start");
        await tmux.Press("Enter");

        await tmux.WaitFor("PeerA → System");
        Assert.False(Directory.Exists(project.Folder.Inbox(AgentRole.PeerB)));
        await tmux.DisposeAsync();
        await project.Kill();
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task In_tmux_a_resize_of_the_window_is_followed()
    {
        await using var project = TestProject.WithAgents();
        var tmux = await TmuxDriver.Start(project);
        await tmux.Cccc();
        await tmux.WaitFor("● " + TestProject.ActorA);
        await tmux.Press("Enter");
        await tmux.WaitFor("● PeerB, a scripted agent");

        await tmux.Resize(10, 3);
        await tmux.WaitFor("cccc needs");
        await tmux.Resize(120, 40);

        await tmux.WaitFor("PeerB, a scripted agent");
        await project.Until(() => project.Journaled(AgentRole.PeerA, "resized") > 0, "the resize in the agent's journal");
        await tmux.DisposeAsync();
        await project.Kill();
        await project.NothingIsLeftRunning();
    }
}
