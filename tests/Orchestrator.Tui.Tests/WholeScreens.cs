using Orchestrator.Core.Session;

namespace Orchestrator.Tui.Tests;

/// <summary>Whole screens, looked at by a person once and kept.</summary>
public sealed class WholeScreens
{
    [Theory]
    [InlineData(80, 24)]
    [InlineData(100, 30)]
    [InlineData(120, 40)]
    [InlineData(200, 50)]
    public void Two_peers(int columns, int rows)
    {
        using var driver = new CockpitDriver(Snapshots.Dual, columns, rows);
        Fill(driver);
        Golden.Matches($"dual-{columns}x{rows}", driver.Text());
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 50)]
    public void One_peer(int columns, int rows)
    {
        using var driver = new CockpitDriver(Snapshots.Single, columns, rows);
        Fill(driver);
        Golden.Matches($"single-{columns}x{rows}", driver.Text());
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 50)]
    public void Setup(int columns, int rows)
    {
        using var driver = new CockpitDriver(Snapshots.Setup, columns, rows);
        Golden.Matches($"setup-{columns}x{rows}", driver.Text());
    }

    [Fact]
    public void Setup_for_one_peer()
    {
        using var driver = new CockpitDriver(Snapshots.Setup, setup: new FakeSetup { Choices = new("gemini", null, null, null) });
        Golden.Matches("setup-single-80x24", driver.Text());
    }

    [Fact]
    public void Help_at_its_smallest()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Press("F1");
        Golden.Matches("help-80x24", driver.Text());
    }

    [Fact]
    public void Status()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Enter("/status");
        Golden.Matches("status-80x24", driver.Text());
    }

    [Fact]
    public void Quit_asks()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        Fill(driver);
        driver.Enter("/quit");
        Golden.Matches("quit-80x24", driver.Text());
    }

    [Fact]
    public void Completion_and_a_notice()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        Fill(driver);
        driver.Enter("/pause").Type("/re").Press("Tab Tab");
        Golden.Matches("completion-80x24", driver.Text());
    }

    [Fact]
    public void A_pane_alone()
    {
        using var driver = new CockpitDriver(Snapshots.Dual, 60, 12, CockpitLayout.Panes);
        driver.Print(driver.PaneA!, "$ ls\r\nsrc  tests\r\n$ ");
        Golden.Matches("pane-60x12", driver.Text());
    }

    private static void Fill(CockpitDriver driver)
    {
        driver.Cockpit.Logged(new LogLine(Snapshots.Noon, "Information", "PeerA started: claude (process 4711)"));
        driver.Cockpit.Logged(new LogLine(Snapshots.Noon.AddSeconds(1), "Debug", "sweep: nothing new"));
        driver.Cockpit.Logged(new LogLine(Snapshots.Noon.AddSeconds(2), "Warning", "PeerB: nudge 000012 not submitted yet, return again in 1 s"));
        driver.Timeline(TimelineKind.System, "System", "Session started: PeerA claude-code, PeerB codex.");
        driver.Timeline(TimelineKind.User, "User → PeerA", "Make the parser take UTF-8, with tests.", 1);
        driver.Timeline(TimelineKind.HandOff, "PeerA → PeerB", "I split the tokenizer from the parser.\nPlease review src/Tokenizer.cs, above all how it treats 全角文字 and combining marks.", 3);
        driver.Timeline(TimelineKind.Delivery, "PeerB", "000012 read after 4 s", 4);
        driver.Timeline(TimelineKind.Warning, "System", "PeerB shows a permission prompt; its mail waits.", 5);
        driver.Timeline(TimelineKind.ToUser, "PeerB", "May I delete the old tokenizer?", 6);
        if (driver.PaneA is { } a)
        {
            driver.Print(a, "\u001b[1m> Make the parser take UTF-8\u001b[0m\r\n\r\n\u001b[32m●\u001b[0m Reading src/Parser.cs (214 lines)\r\n\u001b[32m●\u001b[0m 漢字 and emoji 🙂 side by side\r\n\r\n\u001b[33m✻\u001b[0m Thinking… (12s · esc to interrupt)\r\n\r\n❯ ");
        }

        if (driver.PaneB is { } b)
        {
            driver.Print(b, "Allow command?\r\n\r\n  rm src/OldTokenizer.cs\r\n\r\n› 1. Yes\r\n  2. No\r\n");
        }
    }
}
