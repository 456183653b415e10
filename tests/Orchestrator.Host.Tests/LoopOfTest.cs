using Orchestrator.Pty;

namespace Orchestrator.Host.Tests;

/// <summary>An event loop on a thread of its own. A fault of a callback fails the test that waits next.</summary>
internal sealed class LoopOfTest : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource<Exception> _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LoopOfTest(TimeProvider? time = null)
    {
        Loop = new EventLoop(fault => _fault.TrySetResult(fault), time);
        Loop.Start("test");
    }

    public EventLoop Loop { get; }

    public bool HasFault => _fault.Task.IsCompleted;

    public async Task<T> On<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return await Wait(done.Task);
    }

    public Task On(Action work) => On(() =>
    {
        work();
        return true;
    });

    /// <summary>Two whole turns: whatever was posted or due when this was called has run.</summary>
    public async Task Settle()
    {
        await On(() => { });
        await On(() => { });
    }

    public async Task<T> Wait<T>(Task<T> task)
    {
        var first = await Task.WhenAny(task, _fault.Task, Task.Delay(Patience));
        return first == task ? await task
            : first == _fault.Task ? throw new InvalidOperationException("A callback failed.", await _fault.Task)
            : throw new TimeoutException("What was waited for did not come.");
    }

    public void Dispose() => Loop.Dispose();
}
