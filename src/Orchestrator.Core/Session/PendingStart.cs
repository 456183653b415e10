using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>A command that is answered when the agents that it starts are up, or are known not to be.</summary>
internal sealed class PendingStart(IEnumerable<AgentRole> roles, DateTimeOffset deadline)
{
    private readonly HashSet<AgentRole> _awaited = [.. roles];
    private readonly List<string> _sentences = [];
    private readonly TaskCompletionSource<CommandResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CommandResult? _result;
    private bool _failed;

    public Task<CommandResult> Answer => _answer.Task;

    public DateTimeOffset Deadline { get; } = deadline;

    public bool IsKnown => _result is not null;

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
        if (IsKnown)
        {
            return;
        }

        _failed = true;
        _sentences.AddRange(_awaited.Order().Select(sentence));
        _awaited.Clear();
        Complete();
    }

    /// <summary>Gives the answer, once it is known.</summary>
    public void Release()
    {
        if (_result is not null)
        {
            _answer.TrySetResult(_result);
        }
    }

    private void Complete() => _result = new CommandResult(!_failed, string.Join(" ", _sentences));
}
