namespace Orchestrator.Pty;

/// <summary>A callback that an <see cref="EventLoop"/> runs at a time; can be set again and again without allocation. Belongs to the loop's thread.</summary>
public sealed class LoopTimer : IDisposable
{
    private readonly EventLoop _loop;

    internal LoopTimer(EventLoop loop, Action callback)
    {
        _loop = loop;
        Callback = callback;
    }

    public bool IsSet { get; private set; }

    /// <summary>On the loop's clock (<see cref="EventLoop.Now"/>); of the last time that it was set.</summary>
    public TimeSpan Due { get; private set; }

    internal Action Callback { get; }

    /// <summary>Runs the callback once, after <paramref name="after"/>, in place of any time set before.</summary>
    public void Set(TimeSpan after)
    {
        Cancel();
        Due = _loop.Now + (after < TimeSpan.Zero ? TimeSpan.Zero : after);
        IsSet = true;
        _loop.Add(this);
    }

    public void Cancel()
    {
        if (IsSet)
        {
            IsSet = false;
            _loop.Remove(this);
        }
    }

    public void Dispose() => Cancel();

    internal void Rang() => IsSet = false;
}
