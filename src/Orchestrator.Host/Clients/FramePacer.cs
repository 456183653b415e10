using Orchestrator.Pty;

namespace Orchestrator.Host.Clients;

/// <summary>
/// Decides when a client gets its next frame: at once after quiet or when a key caused it, else 60 a second; never while the last frame
/// is still on its way (a slow terminal gets the newest picture, not a backlog). Nothing is scheduled when nothing changes.
/// </summary>
public sealed class FramePacer : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(16);
    private static readonly TimeSpan KeyInterval = TimeSpan.FromMilliseconds(1);

    private readonly EventLoop _loop;
    private readonly Func<bool> _terminalBusy;
    private readonly Action _draw;
    private readonly LoopTimer _timer;
    private TimeSpan _lastFrame = TimeSpan.MinValue;
    private bool _wanted;
    private bool _urgent;

    public FramePacer(EventLoop loop, Func<bool> terminalBusy, Action draw)
    {
        _loop = loop;
        _terminalBusy = terminalBusy;
        _draw = draw;
        _timer = loop.CreateTimer(Due);
    }

    /// <summary>Something that this client shows has changed.</summary>
    /// <param name="urgent">A key of this client caused it: do not wait for the next 60th of a second.</param>
    public void Request(bool urgent)
    {
        _wanted = true;
        _urgent |= urgent;
        if (_terminalBusy())
        {
            return;
        }

        var now = _loop.Now;
        var due = _lastFrame == TimeSpan.MinValue ? now : _lastFrame + (_urgent ? KeyInterval : Interval);
        if (due <= now)
        {
            DrawNow();
        }
        else
        {
            Arm(due - now);
        }
    }

    /// <summary>The terminal took all that was written: a frame that waited for it can be drawn.</summary>
    public void Drained()
    {
        if (_wanted)
        {
            Request(urgent: false);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void DrawNow()
    {
        _timer.Cancel();
        _wanted = false;
        _urgent = false;
        _lastFrame = _loop.Now;
        _draw();
    }

    // The earliest wish counts: a key must not wait for the next 60th.
    private void Arm(TimeSpan after)
    {
        if (!_timer.IsSet || _timer.Due > _loop.Now + after)
        {
            _timer.Set(after);
        }
    }

    private void Due()
    {
        if (_wanted)
        {
            Request(urgent: false);
        }
    }
}
