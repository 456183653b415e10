using Orchestrator.Core.Session;

namespace Orchestrator.Tui.Tests;

public sealed class Commands
{
    [Theory]
    [InlineData("/a hello", "send PeerA hello")]
    [InlineData("/b hello", "send PeerB hello")]
    [InlineData("/both hello there", "send Both hello there")]
    [InlineData("  /A hello", "send PeerA hello")]
    [InlineData("a: hello", "send PeerA hello")]
    [InlineData("a:hello", "send PeerA hello")]
    [InlineData("B：你好", "send PeerB 你好")]
    [InlineData("both: x", "send Both x")]
    [InlineData("/pause", "pause")]
    [InlineData("/resume", "resume")]
    [InlineData("/restart", "restart all")]
    [InlineData("/restart a", "restart PeerA")]
    [InlineData("/restart B", "restart PeerB")]
    [InlineData("/restart both", "restart all")]
    public void A_line_asks_the_engine(string line, string asked)
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Enter(line);
        Assert.Equal([asked], driver.Engine.Asked);
        Assert.Contains("❯ /a TEXT · /help", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_of_the_table_runs()
    {
        foreach (var command in CommandTable.All)
        {
            using var driver = new CockpitDriver(Snapshots.Dual);
            var before = driver.Text();
            driver.Enter(command.Argument.Contains("TEXT", StringComparison.Ordinal) ? $"{command.Name} text" : command.Name);
            Assert.True(driver.Engine.Asked.Count + driver.Detached == 1 || driver.Text() != before, command.Name);
            Assert.DoesNotContain("Unknown", driver.Text(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_answer_of_the_engine_is_shown()
    {
        using var driver = new CockpitDriver(Snapshots.Single);
        driver.Enter("/b hello");
        Assert.Contains("Single-peer mode, use /a", driver.Text(), StringComparison.Ordinal);
        driver.Enter("/both hello");
        Assert.Contains("✓ Stored for Both.", driver.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/paus", "Did you mean /pause?")]
    [InlineData("/stauts", "Did you mean /status?")]
    [InlineData("/xyzzy", "Unknown command /xyzzy.")]
    [InlineData("/a", "Usage: /a TEXT")]
    [InlineData("a:", "Usage: /a TEXT")]
    [InlineData("/restart c", "Usage: /restart [a|b|both]")]
    [InlineData("/pause now", "Usage: /pause")]
    [InlineData("hello", "/a TEXT, /b TEXT or")]
    public void A_line_that_is_not_understood_stays_with_a_hint(string line, string hint)
    {
        using var driver = new CockpitDriver(Snapshots.Dual, 120, 40);
        driver.Enter(line);
        Assert.Contains(hint, driver.Text(), StringComparison.Ordinal);
        Assert.Contains($"❯ {line}", driver.Text(), StringComparison.Ordinal);
        Assert.Empty(driver.Engine.Asked);
    }

    [Fact]
    public void Verbose_shows_the_details_of_the_log()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Cockpit.Logged(new LogLine(Snapshots.Noon, "Debug", "a detail"));
        Assert.DoesNotContain("a detail", driver.Text(), StringComparison.Ordinal);
        driver.Enter("/verbose on");
        Assert.Contains("a detail", driver.Text(), StringComparison.Ordinal);
        driver.Enter("/verbose off");
        Assert.DoesNotContain("a detail", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Quit_asks_and_every_answer_does_what_it_says()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Enter("/quit");
        Assert.Contains("Quit ends the agents. Quit? [y] end  [d] detach  [Esc] stay", driver.Text(), StringComparison.Ordinal);
        driver.Press("Escape");
        Assert.DoesNotContain("Quit ends", driver.Text(), StringComparison.Ordinal);
        Assert.Equal((0, 0), (driver.Quits, driver.Detached));
        driver.Press("C-b q d C-b q y");
        Assert.Equal((1, 1), (driver.Quits, driver.Detached));
    }

    [Fact]
    public void Setup_after_launch_says_that_it_needs_a_restart()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Enter("/setup");
        Assert.Contains("/quit, then start cccc", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_the_engine_comes_out_on_the_event_loop()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Engine.OnSend = static (_, _) => throw new InvalidOperationException("broken");
        Assert.Equal("broken", Assert.Throws<InvalidOperationException>(() => driver.Enter("/a x")).Message);
    }

    [Fact]
    public void An_answer_after_the_cockpit_is_closed_is_dropped()
    {
        var driver = new CockpitDriver(Snapshots.Dual);
        var answer = new TaskCompletionSource<CommandResult>();
        driver.Engine.OnSend = (_, _) => answer.Task;
        driver.Enter("/a x");
        driver.Rows();
        driver.Dispose();
        answer.SetResult(new CommandResult(Ok: true, "late"));
        driver.RunPosted();
        Assert.False(driver.Cockpit.NeedsDraw);
    }

    [Fact]
    public void The_page_about_commands_is_current()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Orchestrator.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        Golden.FileMatches(Path.Combine(root, "docs", "commands.md"), HelpText.Markdown());
    }
}
