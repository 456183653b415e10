using Orchestrator.Core.Judging;
using Orchestrator.Pty;

namespace Orchestrator.Host.Panes;

/// <summary>
/// Tells when an agent's screen has settled, and at the latest every 250 ms while it moves, so that the engine judges whole screens.
/// One timer at most is outstanding, none while nothing happens.
/// </summary>
public sealed class ScreenWatch(EventLoop loop, TerminalPane pane, Action<ScreenObservation> observed)
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Latest = TimeSpan.FromMilliseconds(250);

    private TimeSpan _lastChange;
    private TimeSpan _lastLook;
    private bool _armed;
    private long _version = -1;

    /// <summary>The pane's screen changed.</summary>
    public void Changed()
    {
        _lastChange = loop.Now;
        if (!_armed)
        {
            _armed = true;
            _lastLook = _lastChange;
            loop.Schedule(Settle, Due);
        }
    }

    private void Due()
    {
        var still = loop.Now - _lastChange;
        var settled = still >= Settle;
        if (settled || loop.Now - _lastLook >= Latest)
        {
            _lastLook = loop.Now;
            Look(settled);
        }

        _armed = !settled;
        if (_armed)
        {
            loop.Schedule(Settle - still, Due);
        }
    }

    private void Look(bool settled)
    {
        var screen = pane.Screen;
        // A program in the midst of a synchronized update shows half a screen: not to be judged, unless it forgets to end it.
        if (screen.Modes.SynchronizedOutput && !settled)
        {
            return;
        }

        if (screen.Version == _version && !settled)
        {
            return;
        }

        _version = screen.Version;
        observed(Observe(settled));
    }

    /// <summary>The screen as it is at this moment, for who is about to type.</summary>
    public ScreenObservation LookNow() => Observe(settled: false);

    private ScreenObservation Observe(bool settled)
    {
        var screen = pane.Screen;
        var text = ScreenRows.Of(screen);
        return new ScreenObservation(
            text.Rows, screen.Cursor.Row, screen.Cursor.Column, screen.Title, screen.Modes.BracketedPaste, screen.Version, settled, pane.StateReport)
        {
            Looks = text.Looks,
            Progress = pane.ProgressReport,
            Notification = pane.NotificationOnScreen,
        };
    }
}
