using Orchestrator.Terminal.Screens;
using Orchestrator.Tui.Panes;

namespace Orchestrator.Tui;

/// <content>What the programs in the panes want of the outer terminal's keyboard and mouse.</content>
public sealed partial class Cockpit
{
    /// <summary>The modes of the program that gets the keys; null while they are the cockpit's own.</summary>
    public ScreenModes? KeysGoTo =>
        _dialog is null && Fits && FocusedPane() is { Pane: { IsAlive: true } pane } ? pane.Screen.Modes : null;

    /// <summary>True when a program that is shown wants to see the mouse move with no button down (DECSET 1003).</summary>
    public bool WantsMouseMotion
    {
        get
        {
            if (_dialog is not null || !Fits || ShowsSetup)
            {
                return false;
            }

            if (_tiles is { } tiles)
            {
                for (var i = 0; i < tiles.Views.Count; i++)
                {
                    if (WantsMotion(tiles.Views[i]))
                    {
                        return true;
                    }
                }

                return false;
            }

            return (IsVisible(Part.PeerA) && WantsMotion(_paneA)) || (IsVisible(Part.PeerB) && WantsMotion(_paneB)) || (IsVisible(Part.Run) && WantsMotion(_paneRun));
        }
    }

    private static bool WantsMotion(PaneView view) => view.Pane is { IsAlive: true } pane && pane.Screen.Modes.MouseTracking == MouseTracking.Motion;
}
