using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Core.Session;
using Orchestrator.Pty;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;

namespace Orchestrator.Tui.Tests;

public sealed class Sizes
{
    private const string Hostile = "a\u001b[31mb\u0007\u009b2Jc\u202Egnp.exe\u2066\u200F\u200B\0\u007F\u0085漢\uD800字👩‍💻\u0301\r\n\tend\u2028x";

    [Fact]
    public void Below_80x24_a_sentence_says_what_is_needed_and_the_programs_keep_their_sizes()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        var before = driver.PaneA!.Screen.Size;
        driver.Resize(70, 20);
        Assert.Contains("cccc needs 80x24; this terminal is 70x20", driver.Text(), StringComparison.Ordinal);
        Assert.Equal(before, driver.PaneA.Screen.Size);
        driver.Press("C-b a").Type("x");
        Assert.Empty(driver.PaneA.Written);
        driver.Press("C-b d C-b q");
        Assert.Contains("Quit ends the agents.", driver.Text(), StringComparison.Ordinal);
        driver.Press("y");
        Assert.Equal((1, 1), (driver.Detached, driver.Quits));
        driver.Resize(80, 24);
        Assert.Contains("PeerA", driver.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 3)]
    [InlineData(1, 1)]
    [InlineData(2, 50)]
    [InlineData(500, 1)]
    public void A_terminal_of_any_size_is_drawn(int columns, int rows)
    {
        foreach (var snapshot in (EngineSnapshot[])[Snapshots.Dual, Snapshots.Setup])
        {
            using var driver = new CockpitDriver(snapshot, columns, rows);
            Assert.StartsWith("c", driver.Rows()[0].TrimStart() + "c", StringComparison.Ordinal);
            driver.Press("C-b ?").Rows();
            driver.Press("C-b q").Rows();
        }

        using var alone = new CockpitDriver(Snapshots.Dual, columns, rows, CockpitLayout.Panes);
        alone.Print(alone.PaneA!, Hostile);
        alone.Press("C-b ?").Rows();
        alone.Press("Escape C-b q").Rows();
        AssertWhole(alone.Surface);
    }

    [Fact]
    public void Hostile_text_never_becomes_control_cells()
    {
        using var driver = new CockpitDriver(Snapshots.Dual, 100, 30);
        driver.Timeline(TimelineKind.ToUser, "Peer" + Hostile, Hostile + Hostile);
        driver.Cockpit.Logged(new LogLine(Snapshots.Noon, "Warning", Hostile));
        driver.Cockpit.SnapshotChanged(Snapshots.Dual with
        {
            Agents = [.. Snapshots.Dual.Agents.Select(static a => a with { ActorId = Hostile, Waiting = Hostile })],
        });
        driver.PaneA!.ExitText = Hostile;
        driver.Cockpit.PaneChanged(driver.PaneA);
        driver.Paste(Hostile);
        var text = driver.Text();
        AssertClean(driver.Surface);
        Assert.Contains("a␛[31mb␇", text, StringComparison.Ordinal);
        driver.Press("C-c").Enter("/status");
        driver.Rows();
        AssertClean(driver.Surface);
    }

    [Fact]
    public void Wide_characters_at_every_border_stay_whole()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.Timeline(TimelineKind.User, "漢字漢", string.Concat(Enumerable.Repeat("漢字", 60)));
        driver.Print(driver.PaneA!, string.Concat(Enumerable.Repeat("全角", 200)));
        driver.Rows();
        driver.Press("C-b ?").Rows();
        AssertWhole(driver.Surface);
        driver.Print(driver.PaneA!, "x全角");
        driver.Rows();
        AssertWhole(driver.Surface);
        driver.Press("Escape C-b q").Rows();
        AssertWhole(driver.Surface);
        for (var columns = 81; columns < 100; columns++)
        {
            driver.Resize(columns, 24);
            driver.Rows();
            AssertWhole(driver.Surface);
        }
    }

    [Fact]
    public void A_pane_that_another_client_sized_is_clipped_whole_and_the_next_key_takes_the_size_back()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        driver.PaneA!.Screen.Resize(new TermSize(61, 30));
        driver.Print(driver.PaneA, string.Concat(Enumerable.Repeat("\r\nx" + new string('全', 29), 40)));
        Assert.Contains("│x" + new string('全', 19) + " │", driver.Text(), StringComparison.Ordinal);
        AssertWhole(driver.Surface);
        driver.Press("C-b a").Type("y");
        Assert.Equal(new TermSize(40, 10), driver.PaneA.Screen.Size);
    }

    [Fact]
    public void A_storm_of_resizes_ends_with_the_picture_of_the_last_size()
    {
        using var driver = new CockpitDriver(Snapshots.Dual);
        using var calm = new CockpitDriver(Snapshots.Dual, 120, 40);
        foreach (var each in (CockpitDriver[])[driver, calm])
        {
            each.Timeline(TimelineKind.ToUser, "PeerA", "done");
        }

        for (var i = 0; i < 300; i++)
        {
            driver.Resize(60 + (i * 7 % 160), 10 + (i * 5 % 60));
            if (i % 3 == 0)
            {
                driver.Rows();
                AssertWhole(driver.Surface);
            }
        }

        driver.Resize(120, 40);
        Assert.Equal(calm.Text(), driver.Text());
    }

    [Fact]
    public void Without_colour_no_cell_of_the_cockpit_has_one()
    {
        foreach (var snapshot in (EngineSnapshot[])[Snapshots.Dual, Snapshots.Setup])
        {
            using var driver = new CockpitDriver(snapshot, colour: false);
            driver.Timeline(TimelineKind.Error, "System", "broken");
            driver.Rows();
            for (var y = 0; y < 24; y++)
            {
                foreach (var cell in driver.Surface.ReadRow(y))
                {
                    Assert.True(cell.Style.Foreground.IsDefault && cell.Style.Background.IsDefault);
                }
            }
        }
    }

    [Fact]
    public void Drawing_what_changed_gives_the_same_picture_as_drawing_all()
    {
        Prop.ForAll(Sessions(), static steps =>
        {
            using var driver = new CockpitDriver(Snapshots.Dual);
            foreach (var step in steps)
            {
                Step(driver, step);
                driver.Rows();
                AssertWhole(driver.Surface);
            }

            var partly = driver.Text();
            var fresh = new Surface(driver.Surface.Size);
            driver.Cockpit.Draw(fresh);
            Assert.Equal(driver.Surface.Cursor, fresh.Cursor);
            for (var y = 0; y < fresh.Size.Rows; y++)
            {
                Assert.True(fresh.ReadRow(y).SequenceEqual(driver.Surface.ReadRow(y)), $"row {y} of\n{partly}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    private static Arbitrary<int[]> Sessions() => Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1)).Resize(60).ToArbitrary();

    private static void Step(CockpitDriver driver, int number)
    {
        var choice = number % 16;
        var rest = number / 16;
        switch (choice)
        {
            case 0:
                driver.Resize(1 + (rest % 150), 1 + (rest / 150 % 60));
                break;
            case 1:
                driver.Resize(80 + (rest % 100), 24 + (rest / 100 % 30));
                break;
            case 2:
                driver.Timeline((TimelineKind)(rest % 7), "PeerA → PeerB", Hostile[(rest % 20)..], rest % 100);
                break;
            case 3:
                driver.Print(driver.PaneA!, Hostile + new string('漢', rest % 50));
                break;
            case 4:
                driver.Print(driver.PaneB!, string.Concat(Enumerable.Repeat("\r\nrow", rest % 40)));
                break;
            case 5:
                EngineSnapshot[] snapshots = [Snapshots.Dual, Snapshots.Single, Snapshots.Setup, Snapshots.Dual with { Paused = true }];
                driver.Cockpit.SnapshotChanged(driver.Engine.Snapshot = snapshots[rest % 4]);
                driver.RunPosted();
                break;
            case 6 or 7:
                driver.Press("C-b");
                driver.Type("docabl:z[?q"[(rest % 11)..(rest % 11 + 1)]);
                break;
            case 8:
                driver.Mouse((MouseAction)(rest % 6), rest / 6 % 200, rest / 1200 % 60);
                break;
            case 9:
                driver.Paste(Hostile);
                break;
            case 10:
                driver.Enter(new[] { "/status", "/help", "/verbose on", "/pause", "/setup", "nonsense" }[rest % 6]);
                break;
            case 11 or 12:
                driver.Cockpit.HandleInput(new KeyInput((Key)(rest % 48), rest % 0x1100, (Modifiers)(rest % 8), default));
                driver.RunPosted();
                break;
            case 13:
                driver.Type("/").Press("Tab Tab");
                break;
            case 14:
                driver.Cockpit.HandleInput(new FocusInput(rest % 2 == 0));
                driver.Cockpit.HandleInput(new UnknownInput(Encoding.ASCII.GetBytes("\u001b[99~")));
                driver.Press("Escape");
                break;
            default:
                driver.PaneA!.ExitText = rest % 2 == 0 ? null : "exit code 1";
                driver.Cockpit.PaneChanged(driver.PaneA);
                break;
        }
    }

    private static void AssertWhole(Surface surface)
    {
        for (var y = 0; y < surface.Size.Rows; y++)
        {
            var row = surface.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var wideBefore = x > 0 && row[x - 1].Width == 2;
                Assert.True(row[x].Width == 0 == wideBefore, $"row {y}, column {x}: half a character");
                Assert.True(row[x].Width != 2 || x + 1 < row.Length, $"row {y}: a wide character in the last column");
            }
        }
    }

    private static void AssertClean(Surface surface)
    {
        AssertWhole(surface);
        for (var y = 0; y < surface.Size.Rows; y++)
        {
            foreach (var cell in surface.Row(y))
            {
                foreach (var rune in cell.Text.EnumerateRunes())
                {
                    Assert.False(Rune.IsControl(rune));
                    Assert.False(rune.Value is 0x061C or 0x200B or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF, $"U+{rune.Value:X4}");
                }
            }
        }
    }
}
