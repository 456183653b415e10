using System.Globalization;
using Orchestrator.Core.Peers;
using Orchestrator.EndToEnd.Tests.Harness;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.EndToEnd.Tests;

/// <summary>The terminal window around the cockpit: its size, its end, and the host behind it.</summary>
public sealed class OuterTerminalSpecs
{
    [Fact]
    public async Task A_resize_reaches_the_agents()
    {
        await using var project = TestProject.WithAgents();
        var cockpit = await project.StartAndLaunch();
        var before = Widths(project, AgentRole.PeerA).Count;

        cockpit.Resize(new TermSize(100, 30));

        await project.Until(
            () => Widths(project, AgentRole.PeerA).Skip(before).Any(width => width is > 20 and < 70), "a narrower pane in the agent's journal");
        await cockpit.WaitFor(screen => screen.Size.Columns == 100 && screen.Contains("PeerA") && screen.Contains("PeerB") && screen.Rows.Any(row => row.Length == 100), "the cockpit in 100 columns");
        await project.Kill();
        await project.NothingIsLeftRunning();
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(40, 12)]
    public async Task A_terminal_that_is_too_small_says_so_and_a_larger_one_has_everything_again(int columns, int rows)
    {
        await using var project = TestProject.WithAgents();
        var cockpit = await project.StartAndLaunch();

        cockpit.Resize(new TermSize(10, 3));
        await cockpit.WaitFor(screen => screen.Contains("cccc needs") && !screen.Contains("PeerA"), "that it is too small");
        cockpit.Resize(new TermSize(columns, rows));
        await cockpit.WaitFor(screen => screen.Contains(columns >= 80 ? "PeerA" : "cccc needs"), "the cockpit, or what it needs");
        cockpit.Resize(CockpitSteps.Wide);

        await cockpit.WaitForLivePanes();
        cockpit.Command("/a hello");
        await cockpit.WaitFor("PeerA answers: you wrote \"hello\"");
        Assert.Equal(new PtyExit(0, null), await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }

    // Two changes in a row: the program hears of both, and may find the size of the second one twice.
    [Fact]
    public async Task To_be_told_of_the_size_that_it_has_blanks_nothing()
    {
        await using var project = TestProject.WithAgents();
        var cockpit = await project.StartAndLaunch();
        await cockpit.WaitForLivePanes();

        Assert.Equal(0, (await project.Run("kill", ["-WINCH", cockpit.ProcessId.ToString(CultureInfo.InvariantCulture)], "", project.Folder.Root)).ExitCode);
        cockpit.Type("typed behind it");
        var screen = await cockpit.WaitFor("typed behind it");
        Assert.True(screen.Contains("● PeerA, a scripted agent") && screen.Contains("● PeerB, a scripted agent"), screen.ToString());
        cockpit.Type("\x15");
        Assert.Equal(new PtyExit(0, null), await cockpit.Quit());
    }

    [Fact]
    public async Task Everything_is_usable_in_80_by_24()
    {
        await using var project = TestProject.WithAgents();
        var cockpit = TerminalDriver.Start(project, new TermSize(80, 24));
        await cockpit.WaitForSetup();
        cockpit.Type(Keys.Enter);
        await cockpit.WaitFor(screen => screen.Count("❯") == 3, "the command line and both agents' prompts");

        cockpit.Command("/a hello");

        await project.Until(() => project.Journaled(AgentRole.PeerA, "wrote", "hello") == 1, "the answer");
        await cockpit.WaitFor("PeerA answers");
        Assert.Equal(new PtyExit(0, null), await cockpit.Quit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task Closing_the_window_detaches_and_the_agents_keep_running()
    {
        await using var project = TestProject.WithAgents();
        var cockpit = await project.StartAndLaunch();

        cockpit.CloseWindow();
        await cockpit.WaitForExit();

        Assert.Equal("running", (await project.Status())["phase"]!.GetValue<string>());
        var again = TerminalDriver.Start(project, CockpitSteps.Wide);
        await again.WaitForLivePanes();
        again.Command("/a hello");
        await again.WaitFor("PeerA answers: you wrote \"hello\"");
        Assert.Equal(new PtyExit(0, null), await again.Quit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_killed_client_leaves_the_session_as_it_was()
    {
        await using var project = TestProject.WithAgents();
        var cockpit = await project.StartAndLaunch();

        MarkedProcesses.Kill(cockpit.ProcessId);
        Assert.Equal(new PtyExit(null, 9), await cockpit.WaitForExit());

        var again = TerminalDriver.Start(project, CockpitSteps.Wide, "attach");
        await again.WaitForLivePanes();
        await project.Kill();
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task After_the_host_was_killed_its_socket_does_not_prevent_the_next_start()
    {
        await using var project = TestProject.WithAgents();
        var cockpit = await project.StartAndLaunch();
        var host = (await project.Status())["host_process"]!.GetValue<int>();

        MarkedProcesses.Kill(host);
        Assert.NotEqual(0, (await cockpit.WaitForExit()).ExitCode);
        Assert.Equal(3, (await project.Cccc("status")).ExitCode);
        await project.NothingIsLeftRunning();

        var again = await project.StartAndLaunch();
        again.Command("/a hello");
        await again.WaitFor("PeerA answers: you wrote \"hello\"");
        Assert.Equal(new PtyExit(0, null), await again.Quit());
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task Two_terminals_show_the_same_session()
    {
        await using var project = TestProject.WithAgents();
        var first = await project.StartAndLaunch();
        var second = TerminalDriver.Start(project, CockpitSteps.Wide);
        await second.WaitForLivePanes();

        second.Command("/a hello");

        await first.WaitFor("PeerA answers: you wrote \"hello\"");
        await second.WaitFor("PeerA answers: you wrote \"hello\"");
        var detached = await project.Cccc("detach");
        Assert.Equal(0, detached.ExitCode);
        Assert.Equal(new PtyExit(0, null), await first.WaitForExit());
        Assert.Equal(new PtyExit(0, null), await second.WaitForExit());
        await project.Kill();
        await project.NothingIsLeftRunning();
    }

    [Fact]
    public async Task A_program_in_a_pane_is_told_the_terminals_colours_and_their_change()
    {
        const string Asks = "stty raw -echo; printf '\\033[?2031h\\033]11;?\\007\\033[?996n'; dd bs=1 count=33 2>/dev/null | od -An -c -v | tr -d ' \\n';"
            + "printf '<\\r\\n'; exec cat -v";
        await using var project = TestProject.Empty();
        var grey = ScreenColors.FromVariable("0;7")!;
        var pane = TerminalDriver.Run(project, CockpitSteps.Wide, Programs.Cccc, ["pane", "--", "sh", "-c", Asks], colors: grey);
        await pane.WaitFor("033]11;rgb:e5e5/e5e5/e5e5\\a033[?997;2n<");

        pane.Paint(ScreenColors.Dark);
        await pane.WaitFor("^[[?997;1n");
        pane.Type("typed");
        await pane.WaitFor(screen => screen.Rows.Contains("^[[?997;1ntyped"), "one notice of the change, and nothing else that the terminal answered");
        pane.CloseWindow();
        await pane.WaitForExit();
    }

    private static List<int> Widths(TestProject project, AgentRole role) => project.Journal(role)
        .Where(entry => entry.What == "resized").Select(entry => int.Parse(entry.Text.Split('x')[0], System.Globalization.CultureInfo.InvariantCulture)).ToList();
}
