namespace Orchestrator.Terminal.Pty;

/// <summary>A callback that is due at a time of an <see cref="EventLoop"/>.</summary>
internal sealed class LoopTimer(EventLoop loop, TimeSpan due, Action callback) : IDisposable
{
    public TimeSpan Due { get; } = due;

    public Action Callback { get; } = callback;

    public void Dispose() => loop.Remove(this);
}
