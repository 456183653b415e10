using Orchestrator.Pty;
using Orchestrator.Terminal.Input;
using Orchestrator.Terminal.Rendering;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Panes;

namespace Orchestrator.Tui.Tests;

/// <summary>Several panes in a grid, without agents.</summary>
public sealed class Tiles
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(16)]
    public void The_grid_covers_the_area_and_no_two_tiles_overlap(int count)
    {
        var area = new Rect(0, 0, 121, 39);
        var owners = new int[area.Width, area.Height];
        for (var i = 0; i < count; i++)
        {
            var tile = TileGrid.Tile(area, i, count);
            for (var x = tile.X; x < tile.Right; x++)
            {
                for (var y = tile.Y; y < tile.Bottom; y++)
                {
                    owners[x, y]++;
                }
            }
        }

        Assert.All(owners.Cast<int>(), static owner => Assert.Equal(1, owner));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public void A_program_starts_with_the_room_that_its_tile_has(int count)
    {
        var panes = Panes(count);
        using var driver = Grid(panes);
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(PaneRoom.InGrid(new TermSize(120, 40), i, count), panes[i].Screen.Size);
        }
    }

    [Fact]
    public void Ten_panes_are_all_visible()
    {
        var panes = Panes(10);
        using var driver = Grid(panes);
        foreach (var pane in panes)
        {
            driver.Print(pane, $"I am {pane.Title}.");
        }

        var text = driver.Text();
        Assert.All(panes, pane => Assert.Contains($"I am {pane.Title}.", text, StringComparison.Ordinal));
        Golden.Matches("panes-120x40", text);
    }

    [Fact]
    public void Keys_go_to_the_pane_with_the_focus_and_the_focus_moves_by_keys_and_clicks()
    {
        var panes = Panes(4); // two rows of two
        using var driver = Grid(panes);
        driver.Type("a").Press("C-b o").Type("b").Press("C-b Down").Type("d").Press("C-b Left").Type("c");
        driver.Mouse(MouseAction.Press, 2, 2).Type("A");
        Assert.Equal(["aA", "b", "c", "d"], panes.Select(static pane => pane.WrittenText));
    }

    [Fact]
    public void Zoom_gives_the_focused_pane_all_the_room_and_gives_it_back()
    {
        var panes = Panes(4);
        using var driver = Grid(panes);
        var before = panes[1].Screen.Size;
        driver.Press("C-b o C-b z");
        Assert.Equal(new TermSize(118, 37), panes[1].Screen.Size);
        Assert.DoesNotContain("P0", driver.Text(), StringComparison.Ordinal);
        driver.Press("C-b o");
        Assert.Equal(new TermSize(118, 37), panes[2].Screen.Size);
        driver.Press("C-b z");
        Assert.All(panes, pane => Assert.Equal(before.Rows, pane.Screen.Size.Rows, tolerance: 1));
        Assert.Contains("P0", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_asked_is_told_about_the_focus()
    {
        var panes = Panes(2);
        using var driver = Grid(panes);
        panes[0].Print("\u001b[?1004h");
        driver.Press("C-b o C-b o");
        Assert.Equal("\u001b[O\u001b[I", panes[0].WrittenText);
    }

    [Fact]
    public void A_pane_whose_program_ended_says_so_and_the_others_go_on()
    {
        var panes = Panes(2);
        using var driver = Grid(panes);
        panes[0].ExitText = "exit code 3";
        driver.Cockpit.PaneChanged(panes[0]);
        driver.Press("C-b o").Type("x");
        Assert.Contains("ended: exit code 3", driver.Text(), StringComparison.Ordinal);
        Assert.Equal("x", panes[1].WrittenText);
    }

    [Fact]
    public void A_pane_that_rewrites_its_screen_keeps_its_old_picture_and_holds_up_no_other()
    {
        var panes = Panes(2);
        using var driver = Grid(panes);
        driver.Print(panes[0], "old picture");
        driver.Text();

        panes[0].IsHeld = true;
        driver.Print(panes[0], "\u001b[2J\u001b[Hhalf");
        Assert.False(driver.Cockpit.NeedsDraw);
        driver.Print(panes[1], "echo");
        var during = driver.Text();
        Assert.Contains("old picture", during, StringComparison.Ordinal);
        Assert.Contains("echo", during, StringComparison.Ordinal);
        Assert.Equal(new CursorPosition(1, 12), driver.Surface.Cursor);

        panes[0].IsHeld = false;
        driver.Print(panes[0], " a new one");
        Assert.Contains("half a new one", driver.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_lists_what_is_bound_with_several_panes()
    {
        using var driver = Grid(Panes(2));
        Assert.Contains("zoom the pane", driver.Press("C-b ?").Text(), StringComparison.Ordinal);
    }

    private static FakePane[] Panes(int count) => [.. Enumerable.Range(0, count).Select(static i => new FakePane($"P{i}"))];

    private static CockpitDriver Grid(IReadOnlyList<FakePane> panes) => new(Snapshots.Dual, 120, 40, CockpitLayout.Panes, panes: panes);
}
