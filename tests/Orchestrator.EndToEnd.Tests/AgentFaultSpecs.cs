using Orchestrator.Core.Peers;
using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Pty;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>Agents that crash, end, or do not listen.</summary>
public sealed class AgentFaultSpecs
{
    [Fact]
    public async Task A_crash_is_shown_its_mail_waits_and_a_restart_delivers_it()
    {
        await using var project = TestProject.WithAgents(["--crash-after", "1"]);
        var cockpit = await project.StartAndLaunch();
        cockpit.Command("/a one");
        await cockpit.WaitFor("PeerA answers: you wrote \"one\"");

        cockpit.Command("/a two");
        await cockpit.WaitFor("signal 9");
        await cockpit.WaitFor("/restart a");
        Assert.Single(project.Inbox(AgentRole.PeerA));
        await project.Until(() => project.Ledger("peer-crash-detected").Count == 1, "the crash in the ledger");
        Assert.Equal("exited", (await project.Status())["agents"]![0]!["state"]!.GetValue<string>());
        cockpit.Command("/b still there?");
        await cockpit.WaitFor("PeerB answers: you wrote \"still there?\"");

        cockpit.Command("/restart a");
        await cockpit.WaitFor("PeerA answers: you wrote \"two\"");
        await project.Until(() => project.Inbox(AgentRole.PeerA).Count == 0, "the message out of the inbox");
        Assert.Equal(new PtyExit(0, null), await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task An_agent_that_ends_at_once_is_shown_with_its_exit_code_and_last_words()
    {
        await using var project = TestProject.WithAgents(["--exit-at-once", "7"]);
        var cockpit = TerminalDriver.Start(project, CockpitSteps.Wide);
        await cockpit.WaitForSetup();
        cockpit.Type(Keys.Enter);

        await cockpit.WaitFor("exit code 7");
        await cockpit.WaitFor("fake-agent: ends at once with 7");
        cockpit.Command("/a hello");
        await project.Until(() => project.Inbox(AgentRole.PeerA).Count == 1, "the message in the inbox");
        await cockpit.WaitFor("PeerA has ended");

        Assert.Equal(new PtyExit(0, null), await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task An_agent_that_never_reads_blocks_nobody_and_its_mail_is_kept()
    {
        await using var project = TestProject.WithAgents(["--never-read"]);
        var cockpit = await project.StartAndLaunch();

        cockpit.Command("/a hello");
        await project.Until(() => project.Inbox(AgentRole.PeerA).Count == 1, "the message in the inbox");
        cockpit.Type(Keys.Prefix + "a" + new string('x', 20_000) + Keys.Prefix + "c");
        cockpit.Command("/b hello");
        await cockpit.WaitFor("PeerB answers: you wrote \"hello\"");

        Assert.Single(project.Inbox(AgentRole.PeerA));
        Assert.Equal(new PtyExit(0, null), await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task An_actor_that_is_not_on_PATH_is_marked_and_cannot_be_launched()
    {
        await using var project = TestProject.WithAgents();
        project.WriteSetting("agents.yaml", project.ReadSetting("agents.yaml").Replace(Programs.FakeAgent, "no-such-agent-program", StringComparison.Ordinal));
        var cockpit = TerminalDriver.Start(project, CockpitSteps.Wide);

        await cockpit.WaitFor("not found");
        cockpit.Type(Keys.Enter);
        await cockpit.WaitFor("is not on PATH");

        await project.Kill();
        Assert.Equal(0, (await cockpit.WaitForExit()).ExitCode);
        await project.NothingIsLeftRunning();
    }
}
