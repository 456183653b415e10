using System.Text.Json.Nodes;
using Orchestrator.Core.Peers;
using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Pty;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>Two agents, from the setup panel to the end, as a user sees it.</summary>
public sealed class DualModeSpecs
{
    private static readonly string[] FourHandOffs = ["--hand-offs", "4"];
    private static readonly PtyExit Done = new(0, null);

    [Fact]
    public async Task Two_agents_hand_mail_to_each_other_while_I_detach_and_come_back()
    {
        await using var project = TestProject.WithAgents(FourHandOffs, FourHandOffs, name: TestProject.DifficultName);
        var cockpit = await project.StartAndLaunch();

        cockpit.Command("/a start");

        await cockpit.WaitFor("PeerA → PeerB");
        await cockpit.WaitFor("PeerB → PeerA");
        await cockpit.WaitFor("all 4 hand-offs are done");
        await project.Until(() => project.Processed(AgentRole.PeerA).Count == 3 && project.Processed(AgentRole.PeerB).Count == 2, "all mail in processed");
        Assert.Empty(project.Inbox(AgentRole.PeerA));
        Assert.Empty(project.Inbox(AgentRole.PeerB));
        Assert.Equal(4, HandOffsOfPeers(project));
        await project.Until(() => project.Ledger("ack-file").Count(record => record["ok"]!.GetValue<bool>()) == 5, "five acknowledgements in the ledger");

        var before = await cockpit.WaitFor(screen => screen.Count("fake-a") > 0 && !screen.Contains("esc to interrupt"), "quiet panes");
        Assert.Equal(Done, await cockpit.Detach());
        Assert.Equal(2, (await project.Status())["agents"]!.AsArray().Count(agent => agent!["process"] is not null));

        var again = TerminalDriver.Start(project, CockpitSteps.Wide, "attach");
        await again.WaitFor(screen => Panes(screen) == Panes(before), "the same panes as before");
        await again.WaitFor("all 4 hand-offs are done");
        Assert.Equal(Done, await again.Quit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task Each_message_gets_exactly_one_nudge_and_every_step_is_in_the_ledger()
    {
        await using var project = TestProject.WithAgents();
        var cockpit = await project.StartAndLaunch();

        cockpit.Command("/both hello there");

        foreach (var role in Enum.GetValues<AgentRole>())
        {
            await cockpit.WaitFor($"{role.Label()} answers: you wrote \"hello there\"");
            Assert.Equal(1, project.Journaled(role, "submitted", "[NUDGE]"));
        }

        foreach (var kind in new[] { "launch", "stored", "typed", "submitted", "ack-file", "to_user" })
        {
            await project.Until(() => project.Ledger(kind).Count > 0, $"'{kind}' in the ledger");
        }

        Assert.Equal(Done, await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }

    [Theory]
    [InlineData("a: good morning", AgentRole.PeerA)]
    [InlineData("b: good morning", AgentRole.PeerB)]
    [InlineData("/b good morning", AgentRole.PeerB)]
    public async Task A_prefix_or_a_command_addresses_one_peer(string line, AgentRole receiver)
    {
        await using var project = TestProject.WithAgents();
        var cockpit = await project.StartAndLaunch();

        cockpit.Command(line);

        await cockpit.WaitFor($"{receiver.Label()} answers: you wrote \"good morning\"");
        Assert.Equal(0, project.Journaled(receiver.Other(), "read"));
        await project.Kill();
        Assert.Equal(0, (await cockpit.WaitForExit()).ExitCode);
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task What_I_type_into_a_focused_pane_goes_to_the_agent()
    {
        await using var project = TestProject.WithAgents();
        var cockpit = await project.StartAndLaunch();

        cockpit.Type(Keys.Prefix + "b" + "Gg grüß 你好" + Keys.Enter);

        await project.Until(() => project.Journaled(AgentRole.PeerB, "submitted", "Gg grüß 你好") == 1, "the line in PeerB's journal");
        cockpit.Type(Keys.Prefix + "c");
        Assert.Equal(Done, await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task Mail_for_an_agent_that_shows_a_dialog_waits_until_the_dialog_has_gone()
    {
        await using var project = TestProject.WithAgents(["--start-dialog"]);
        var cockpit = TerminalDriver.Start(project, CockpitSteps.Wide);
        await cockpit.WaitForSetup();
        cockpit.Type(Keys.Enter);
        await cockpit.WaitFor("Do you trust the files in this folder?");

        cockpit.Command("/a hello");
        await cockpit.WaitFor("waiting: PeerA");
        Assert.Equal(0, project.Journaled(AgentRole.PeerA, "approved"));

        cockpit.Type(Keys.Prefix + "a" + Keys.Enter);
        await cockpit.WaitFor("PeerA answers: you wrote \"hello\"");
        Assert.Equal(1, project.Journaled(AgentRole.PeerA, "submitted"));
        await project.Kill();
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_dialog_that_opens_between_paste_and_return_is_not_answered_by_us()
    {
        await using var project = TestProject.WithAgents(["--dialog-between-paste-and-return"]);
        var cockpit = await project.StartAndLaunch();

        cockpit.Command("/a hello");
        await cockpit.WaitFor("Do you want to proceed?");
        await cockpit.WaitFor(screen => screen.Contains("waits: PeerA shows a"), "why the mail waits");
        Assert.Equal(0, project.Journaled(AgentRole.PeerA, "approved"));

        cockpit.Type(Keys.Prefix + "a" + "2");
        await cockpit.WaitFor("PeerA answers: you wrote \"hello\"");
        Assert.Equal(1, project.Journaled(AgentRole.PeerA, "denied"));
        Assert.Equal(1, project.Journaled(AgentRole.PeerA, "submitted"));
        await project.Kill();
        await project.NothingIsLeftRunning();
    }

    [Theory]
    [InlineData("--swallow-return", "1")]
    [InlineData("--no-bracketed-paste")]
    [InlineData("--slow-start", "1500")]
    [InlineData("--write-in-pieces", "1")]
    [InlineData("--full-redraw")]
    [InlineData("--alternate-screen")]
    public async Task Mail_arrives_once_whatever_the_agents_terminal_manners(params string[] manners)
    {
        await using var project = TestProject.WithAgents(manners);
        var cockpit = await project.StartAndLaunch();

        cockpit.Command("/a hello");

        await cockpit.WaitFor("PeerA answers: you wrote \"hello\"");
        Assert.Equal(1, project.Journaled(AgentRole.PeerA, "submitted"));
        await project.Kill();
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task Pause_holds_the_mail_and_resume_delivers_it()
    {
        await using var project = TestProject.WithAgents();
        var cockpit = await project.StartAndLaunch();

        cockpit.Command("/pause");
        await cockpit.WaitFor("PAUSED");
        cockpit.Command("/a hello");
        await project.Until(() => project.Inbox(AgentRole.PeerA).Count == 1, "the message in the inbox");
        await cockpit.WaitFor("delivery is paused");
        Assert.Equal(0, project.Journaled(AgentRole.PeerA, "pasted"));
        cockpit.Command("/resume");

        await cockpit.WaitFor("PeerA answers: you wrote \"hello\"");
        Assert.Equal(Done, await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_keepalive_is_typed_when_it_is_written_though_nothing_else_happens_then()
    {
        // With two peers it speaks once: no later timer would announce it by the way.
        await using var project = TestProject.WithAgents(["--hand-offs", "1"], ["--hand-offs", "1"]);
        project.WriteSetting("cli_profiles.yaml", $"""
            roles:
              peerA:
                actor: {TestProject.ActorA}
              peerB:
                actor: {TestProject.ActorB}
            delivery:
              keepalive_delay_seconds: 1
            """);
        var cockpit = await project.StartAndLaunch();

        cockpit.Command("/a start");

        await project.Until(() => project.Ledger("keepalive-sent").Count == 1, "the keepalive");
        await project.Until(() => project.Inbox(AgentRole.PeerA).Count == 0 && project.Inbox(AgentRole.PeerB).Count == 0, "the keepalive read");
        Assert.Equal(Done, await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }

    // Right of the console: what the agents show.
    private static string Panes(ScreenText screen)
    {
        var column = screen.Rows[0].IndexOf("PeerA", StringComparison.Ordinal);
        return string.Join('\n', screen.Rows.Select(row => column >= 0 && row.Length > column ? row[column..] : ""));
    }

    private static int HandOffsOfPeers(TestProject project) =>
        project.Ledger("handoff").Count(record => record["from"]?.ToString() is "PeerA" or "PeerB" && record["to"] is JsonValue);
}
