using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;
using Orchestrator.Terminal.Input;

namespace Orchestrator.Tui.Tests;

public sealed class SetupPanels
{
    [Fact]
    public void Enter_saves_and_launches_what_is_chosen()
    {
        using var driver = new CockpitDriver(Snapshots.Setup);
        driver.Press("Down Tab Up Tab Tab Down Enter");
        Assert.Equal(new RoleChoices("codex", "claude-code", null, "claude-code"), driver.Setup.Launched);
    }

    [Fact]
    public void PeerB_none_shows_both_hints_each_in_one_row()
    {
        using var driver = new CockpitDriver(Snapshots.Setup);
        driver.Press("Tab Up Up Up");
        var text = driver.Text();
        Assert.Contains("Single-peer mode: Only PeerA will run.", text, StringComparison.Ordinal);
        Assert.Contains("Foreman recommended for automation.", text, StringComparison.Ordinal);
        Assert.Contains("Single-peer mode detected.", text, StringComparison.Ordinal);
        Assert.Contains("Enable Foreman for autonomous operation.", text, StringComparison.Ordinal);
        driver.Press("Tab Tab Down");
        Assert.DoesNotContain("Single-peer mode detected.", driver.Text(), StringComparison.Ordinal);
        driver.Press("Enter");
        Assert.Null(driver.Setup.Launched!.PeerB);
    }

    [Fact]
    public void An_actor_that_is_not_on_PATH_is_refused_with_what_to_do()
    {
        using var driver = new CockpitDriver(Snapshots.Setup);
        driver.Press("Down Down Enter");
        Assert.Null(driver.Setup.Launched);
        Assert.Contains("✗ PeerA: gemini is not on PATH. Install it: npm install -g gemini", driver.Text(), StringComparison.Ordinal);
        driver.Press("Down Enter");
        Assert.Equal("opencode", driver.Setup.Launched!.PeerA);
    }

    [Fact]
    public void An_actor_of_the_settings_that_does_not_exist_is_named_until_another_is_chosen()
    {
        using var driver = new CockpitDriver(Snapshots.Setup, setup: new FakeSetup { Choices = new("nobody", null, null, null) });
        Assert.Contains("✗ PeerA: there is no actor 'nobody' in agents.yaml; choose another.", driver.Text(), StringComparison.Ordinal);
        driver.Press("Down");
        Assert.DoesNotContain("nobody", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_launch_that_fails_says_why_and_the_panel_stays()
    {
        using var driver = new CockpitDriver(Snapshots.Setup, setup: new FakeSetup { Answer = new CommandResult(Ok: false, "cli_profiles.yaml cannot be written: read-only folder.") });
        driver.Press("Enter");
        Assert.Contains("✗ cli_profiles.yaml cannot be written: read-only folder.", driver.Text(), StringComparison.Ordinal);
        Assert.Contains("[ Launch ]", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_mouse_chooses_launches_and_quits()
    {
        using var driver = new CockpitDriver(Snapshots.Setup);
        var rows = driver.Rows();
        driver.Mouse(MouseAction.Press, 5, Array.FindIndex(rows, static r => r.Contains("○ opencode", StringComparison.Ordinal)));
        var buttons = Array.FindIndex(rows, static r => r.Contains("[ Launch ]", StringComparison.Ordinal));
        driver.Mouse(MouseAction.Press, rows[buttons].IndexOf("Launch", StringComparison.Ordinal), buttons);
        Assert.Equal("opencode", driver.Setup.Launched!.PeerA);
        driver.Mouse(MouseAction.Press, rows[buttons].IndexOf("Quit", StringComparison.Ordinal), buttons);
        Assert.Contains("Quit ends the agents.", driver.Text(), StringComparison.Ordinal);
        Assert.Equal(0, driver.Quits);
    }

    [Theory]
    [InlineData("Escape")]
    [InlineData("q")]
    [InlineData("Tab Tab Tab Tab Tab Enter")]
    public void Quit_asks(string keys)
    {
        using var driver = new CockpitDriver(Snapshots.Setup);
        driver.Press(keys);
        Assert.Contains("Quit ends the agents.", driver.Text(), StringComparison.Ordinal);
        driver.Press("y");
        Assert.Equal(1, driver.Quits);
    }

    [Fact]
    public void The_panel_gives_way_to_the_console_and_comes_back_by_setup()
    {
        using var driver = new CockpitDriver(Snapshots.Setup);
        driver.PaneA = driver.PaneB = null;
        driver.Cockpit.SnapshotChanged(Snapshots.Setup);
        driver.Press("C-b c");
        Assert.Contains("is not launched yet", driver.Text(), StringComparison.Ordinal);
        driver.Enter("/setup");
        Assert.Contains("Who plays which role?", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_launch_shows_the_session()
    {
        using var driver = new CockpitDriver(Snapshots.Setup);
        driver.Press("Enter");
        driver.Cockpit.SnapshotChanged(Snapshots.Single);
        var text = driver.Text();
        Assert.Contains("PeerA · claude-code · ○ idle", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PeerB", text, StringComparison.Ordinal);
        driver.Enter("/a go");
        Assert.Equal(["send PeerA go"], driver.Engine.Asked);
    }
}
