namespace Orchestrator.Core.Agents;

/// <summary>A command that is answered when the agents that it starts are up, or are known not to be.</summary>
internal sealed class PendingStart(IEnumerable<AgentRole> roles, DateTimeOffset deadline)
{
    private readonly HashSet<AgentRole> _awaited = [.. roles];
    private readonly List<string> _sentences = [];
    private readonly TaskCompletionSource<CommandResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _failed;

    public Task<CommandResult> Answer => _answer.Task;

    public DateTimeOffset Deadline { get; } = deadline;

    public bool IsAnswered => _answer.Task.IsCompleted;

    public void Tell(AgentRole role, bool started, string sentence)
    {
        if (!_awaited.Remove(role))
        {
            return;
        }

        _failed |= !started;
        _sentences.Add(sentence);
        if (_awaited.Count == 0)
        {
            Complete();
        }
    }

    public void GiveUp(Func<AgentRole, string> sentence)
    {
        _failed = true;
        _sentences.AddRange(_awaited.Order().Select(sentence));
        _awaited.Clear();
        Complete();
    }

    private void Complete() => _answer.TrySetResult(new CommandResult(!_failed, string.Join(" ", _sentences)));
}

/// <summary>What a command that starts agents says at once, or the answer that follows.</summary>
internal sealed record StartAnswer(CommandResult? Now, Task<CommandResult>? Started);
