using Orchestrator.Core.Peers;
using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Pty;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>One agent with the system as its peer.</summary>
public sealed class SinglePeerSpecs
{
    private const int MoreThanAllActors = 40;

    [Fact]
    public async Task I_choose_single_peer_mode_in_the_setup_panel_and_my_settings_file_keeps_its_comments()
    {
        await using var project = TestProject.WithAgents();
        var cockpit = TerminalDriver.Start(project, CockpitSteps.Wide);
        await cockpit.WaitForSetup();

        cockpit.Type(Keys.Tab + string.Concat(Enumerable.Repeat(Keys.Up, MoreThanAllActors)));

        await cockpit.WaitFor("Single-peer mode: Only PeerA will run.");
        await cockpit.WaitFor("Foreman recommended for automation.");
        await cockpit.WaitFor("Single-peer mode detected.");
        await cockpit.WaitFor("Enable Foreman for autonomous operation.");
        cockpit.Type(Keys.Enter);
        await cockpit.WaitForLivePanes(single: true);
        var saved = project.ReadSetting("cli_profiles.yaml");
        Assert.Contains("# Roles of this project; this comment stays.", saved, StringComparison.Ordinal);
        Assert.Contains("# who leads", saved, StringComparison.Ordinal);
        Assert.Contains("human_quiet_seconds: 0.2", saved, StringComparison.Ordinal);
        Assert.DoesNotContain(TestProject.ActorB, saved, StringComparison.Ordinal);
        Assert.Equal("single-peer", (await project.Status())["mode"]!.GetValue<string>());

        Assert.Equal(new PtyExit(0, null), await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task My_first_message_brings_the_rules_with_my_PROJECT_md_and_my_additions_and_the_second_does_not()
    {
        await using var project = TestProject.WithAgents(single: true);
        File.WriteAllText(Path.Combine(project.Folder.Root, "PROJECT.md"), "We build a bridge.\n");
        Directory.CreateDirectory(Path.Combine(project.Folder.Rules, "local"));
        File.WriteAllText(Path.Combine(project.Folder.Rules, "local", "all.md"), "No tabs.\n");
        var cockpit = await project.StartAndLaunch(single: true);

        cockpit.Command("/a one");
        await project.Until(() => Mail().Length >= 1, "the first message read");
        cockpit.Command("/a two");
        await project.Until(() => Mail().Length >= 2, "the second message read");

        var texts = Mail();
        Assert.Matches(@"(?s)\[RULES\].*Single-Peer Mode.*We build a bridge\..*No tabs\.\n\[/RULES\]\n\none\n", texts[0]);
        Assert.DoesNotContain("[RULES]", texts[1], StringComparison.Ordinal);
        Assert.Equal(["PEERA.md"], Directory.GetFiles(project.Folder.Rules).Select(Path.GetFileName));

        // What the agent has moved there is not moved again.
        string[] Mail() => [.. Directory.GetFiles(project.Folder.Processed(AgentRole.PeerA)).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
    }

    [Fact]
    public async Task The_system_takes_to_peer_and_nobody_else_gets_it()
    {
        await using var project = TestProject.WithAgents(single: true, name: TestProject.DifficultName);
        var cockpit = await project.StartAndLaunch(single: true);

        cockpit.Command("/a start");

        await project.Until(() => project.Ledger("single-peer-intercept").Count == 1, "the interception in the ledger");
        await project.Until(() => project.Ledger("keepalive-scheduled").Count > 0, "keepalive started by the Progress line");
        await cockpit.WaitFor("PeerA answers: you wrote \"start\"");
        Assert.DoesNotContain(project.Ledger("handoff"), record => record["to"]?.ToString() == "PeerB");
        Assert.False(Directory.Exists(project.Folder.Inbox(AgentRole.PeerB)), "PeerB has an inbox, and nobody reads it.");
        Assert.Equal(new PtyExit(0, null), await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task There_is_no_b_and_both_means_a()
    {
        await using var project = TestProject.WithAgents(single: true);
        var cockpit = await project.StartAndLaunch(single: true);

        cockpit.Command("/b hello");
        await cockpit.WaitFor("Single-peer mode, use /a");
        cockpit.Command("/both good day");
        await cockpit.WaitFor("PeerA answers: you wrote \"good day\"");

        var sent = await project.Cccc("send", "b", "hello");
        Assert.Equal(4, sent.ExitCode);
        Assert.Contains("Single-peer mode, use /a", sent.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project.Folder.Inbox(AgentRole.PeerB)));
        Assert.Equal(new PtyExit(0, null), await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task Keepalive_tells_the_agent_to_go_on_so_often_and_then_rests()
    {
        await using var project = TestProject.WithAgents(["--hand-offs", "2"], single: true);
        project.WriteSetting("cli_profiles.yaml", $"""
            roles:
              peerA:
                actor: {TestProject.ActorA}
              peerB:
                actor: none
            delivery:
              single_peer:
                keepalive_delay_seconds: 1
                keepalive_max_nudges: 2
            """);
        var cockpit = await project.StartAndLaunch(single: true);

        cockpit.Command("/a start");

        // Step 2 of 2 comes from the first message to go on, the report from the next.
        await cockpit.WaitFor("all 2 hand-offs are done");
        await project.Until(() => project.Ledger("single-peer-intercept").Count == 2, "both steps taken by the system");
        Assert.True(project.Ledger("keepalive-sent").Count >= 1);
        Assert.Equal(new PtyExit(0, null), await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }
}
