using System.Runtime.ExceptionServices;

namespace Orchestrator.Tui.Widgets;

/// <summary>
/// What was asked and is not answered yet. Answers come back on the event loop; a fault is thrown there, where the host catches what a
/// cockpit throws. After <see cref="Dispose"/> nothing comes back any more.
/// </summary>
internal sealed class Requests(Action<Action> post) : IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private bool _closed;

    public void Start<T>(Func<CancellationToken, Task<T>> ask, Action<T> then) => _ = RunAsync(ask, then);

    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            _closing.Cancel();
            _closing.Dispose();
        }
    }

    private async Task RunAsync<T>(Func<CancellationToken, Task<T>> ask, Action<T> then)
    {
        try
        {
            var answer = await ask(_closing.Token);
            Deliver(() => then(answer));
        }
        catch (OperationCanceledException) when (_closed)
        {
            // The cockpit is gone: nobody waits for the answer.
        }
        catch (Exception fault)
        {
            var thrown = ExceptionDispatchInfo.Capture(fault);
            Deliver(thrown.Throw);
        }
    }

    private void Deliver(Action action) => post(() =>
    {
        if (!_closed)
        {
            action();
        }
    });
}
