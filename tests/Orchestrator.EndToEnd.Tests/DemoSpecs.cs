using System.Text.Json.Nodes;
using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Pty;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>What a newcomer starts first.</summary>
public sealed class DemoSpecs
{
    [Fact]
    public async Task Without_a_terminal_ten_hand_offs_are_delivered_and_acknowledged()
    {
        await using var project = TestProject.Empty();

        var demo = await project.Cccc("demo", "--headless", "--hand-offs", "10", "--json");

        Assert.True(demo.ExitCode == 0, demo.ToString());
        var result = JsonNode.Parse(demo.Output)!;
        Assert.Equal(10, result["delivered"]!.GetValue<int>());
        Assert.Equal(10, result["acknowledged"]!.GetValue<int>());
        Assert.Empty(Directory.EnumerateDirectories(project.Temporary, "cccc-demo-*"));
        Assert.False(Directory.Exists(project.Folder.Home), "The demo wrote into the folder that it was started in.");
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task Without_a_terminal_it_prints_what_happened_and_how_fast()
    {
        await using var project = TestProject.Empty(TestProject.DifficultName);

        var demo = await project.Cccc("demo", "--headless", "--hand-offs", "3");

        Assert.True(demo.ExitCode == 0, demo.ToString());
        Assert.Contains("p50", demo.Output, StringComparison.Ordinal);
        Assert.Contains("p99", demo.Output, StringComparison.Ordinal);
        Assert.Contains("PeerA", demo.Output, StringComparison.Ordinal);
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task In_a_terminal_I_see_both_agents_work_and_get_an_answer()
    {
        await using var project = TestProject.Empty();
        var cockpit = TerminalDriver.Start(project, CockpitSteps.Wide, "demo", "--hand-offs", "3");
        await cockpit.WaitForLivePanes();
        await cockpit.WaitFor("Working… (esc to interrupt)");
        await cockpit.WaitFor("PeerA → PeerB");

        cockpit.Command("/a hello");

        await cockpit.WaitFor("PeerA answers: you wrote \"hello\"");
        await cockpit.WaitFor("all 3 hand-offs are done");
        Assert.Equal(new PtyExit(0, null), await cockpit.Quit());
        await project.NothingIsLeftRunning();
        Assert.Empty(Directory.EnumerateDirectories(project.Temporary, "cccc-demo-*"));
    }
}
