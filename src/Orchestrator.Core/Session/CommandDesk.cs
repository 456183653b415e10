namespace Orchestrator.Core.Session;

/// <summary>
/// How a command reaches the loop and its answer comes back: after the fact, and after the views have been told, so that who has an answer finds it in
/// the snapshot too. Asked from any thread; all else on the engine's loop.
/// </summary>
internal sealed class CommandDesk(Func<EngineEvent, bool> post)
{
    private readonly List<Action> _answers = [];

    /// <summary>A command that was begun is finished: giving up the wait for its answer does not undo it.</summary>
    public async Task<CommandResult> AskAsync(Func<Task<CommandResult>> command, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new Asked(async () =>
        {
            if (cancellationToken.IsCancellationRequested)
            {
                answer.TrySetCanceled(cancellationToken);
                return;
            }

            try
            {
                var result = await command();
                AnswerLater(() => answer.TrySetResult(result));
            }
            catch (Exception e)
            {
                AnswerLater(() => answer.TrySetResult(new CommandResult(false, e.Message)));
                throw;
            }
        });
        return post(asked) ? await answer.Task.WaitAsync(cancellationToken) : new CommandResult(false, "The session has ended.");
    }

    /// <summary>For a command whose answer comes later than the end of what it does on the loop.</summary>
    public async Task<CommandResult> AskForLaterAsync(Func<Task<StartAnswer>> command, CancellationToken cancellationToken)
    {
        Task<CommandResult>? later = null;
        var asked = await AskAsync(
            async () =>
            {
                var answer = await command();
                later = answer.Later;
                return answer.Now ?? new CommandResult(true, "");
            },
            cancellationToken);
        return asked.Ok && later is not null ? await later.WaitAsync(cancellationToken) : asked;
    }

    /// <summary>Reads something on the loop.</summary>
    /// <exception cref="InvalidOperationException">The session has ended.</exception>
    public async Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        T? result = default;
        var answer = await AskAsync(
            () =>
            {
                result = read();
                return Task.FromResult(new CommandResult(true, ""));
            },
            cancellationToken);
        return answer.Ok ? result! : throw new InvalidOperationException(answer.Text);
    }

    /// <summary>Given when the views have been told of what the present event has changed.</summary>
    public void AnswerLater(Action answer) => _answers.Add(answer);

    public void Release()
    {
        foreach (var answer in _answers)
        {
            answer();
        }

        _answers.Clear();
    }
}

/// <summary>What a command says at once, or the answer that follows.</summary>
internal sealed record StartAnswer(CommandResult? Now, Task<CommandResult>? Later)
{
    public static StartAnswer Refused(string sentence) => new(new CommandResult(false, sentence), null);
}
