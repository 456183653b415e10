using Orchestrator.Core.Peers;
using Orchestrator.Core.Typing;

namespace Orchestrator.Core.Session;

/// <summary>
/// The terminals that agents run in, as the engine asks for them. Calls return at once and never throw for what happens to the agent:
/// results come back to the engine as events (<see cref="AgentStarted"/>, <see cref="AgentStartFailed"/>, <see cref="AgentExited"/>, <see cref="ScreenObserved"/>).
/// </summary>
public interface IAgentTerminals
{
    void Start(AgentLaunch launch);

    /// <summary>Bytes for the agent's terminal input. The bytes of one call are not interleaved with others.</summary>
    /// <param name="guard">Asked on the terminals' own thread, with the screen as it is when the bytes would go.</param>
    /// <param name="done">Told there: null when the bytes were taken, else why not, as half a sentence.</param>
    void Write(AgentRole role, ReadOnlyMemory<byte> bytes, TypingGuard guard, Action<string?> done);

    /// <summary>Ends the agent: SIGHUP to its group, then SIGKILL after a grace time; answered by <see cref="AgentExited"/>.</summary>
    void Stop(AgentRole role);
}
