using Orchestrator.Core.Peers;
using Orchestrator.Pty;

namespace Orchestrator.Tui.Tests;

/// <summary>The size that a program is started with is the one that the cockpit gives it when it draws.</summary>
public sealed class RoomOfPanes
{
    [Theory]
    [InlineData(120, 40)]
    [InlineData(80, 24)]
    [InlineData(40, 3)]
    public void A_lone_program_starts_with_what_its_cockpit_leaves_for_it(int columns, int rows)
    {
        using var driver = new CockpitDriver(Snapshots.Dual, columns, rows, CockpitLayout.Panes);

        Assert.Equal(driver.PaneA!.Screen.Size, PaneRoom.Alone(new TermSize(columns, rows)));
    }

    [Theory]
    [InlineData(120, 40)]
    [InlineData(81, 25)]
    [InlineData(80, 24)]
    public void Two_agents_start_with_what_the_cockpit_leaves_for_them(int columns, int rows)
    {
        using var driver = new CockpitDriver(Snapshots.Dual, columns, rows);

        Assert.Equal(driver.PaneA!.Screen.Size, PaneRoom.InSession(new TermSize(columns, rows), AgentRole.PeerA, singlePeer: false));
        Assert.Equal(driver.PaneB!.Screen.Size, PaneRoom.InSession(new TermSize(columns, rows), AgentRole.PeerB, singlePeer: false));
    }

    [Fact]
    public void A_single_agent_starts_with_the_whole_height()
    {
        using var driver = new CockpitDriver(Snapshots.Single, 120, 40);

        Assert.Equal(driver.PaneA!.Screen.Size, PaneRoom.InSession(new TermSize(120, 40), AgentRole.PeerA, singlePeer: true));
    }

    [Fact]
    public void On_a_terminal_that_is_too_small_an_agent_starts_as_on_the_smallest_that_is_not() =>
        Assert.Equal(
            PaneRoom.InSession(new TermSize(80, 24), AgentRole.PeerB, singlePeer: false),
            PaneRoom.InSession(new TermSize(10, 3), AgentRole.PeerB, singlePeer: false));
}
