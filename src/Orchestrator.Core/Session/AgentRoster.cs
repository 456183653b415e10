using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>The agents of this session, in the order of their seats; empty before the launch. Used on the engine's loop only.</summary>
internal sealed class AgentRoster
{
    private readonly List<Agent> _agents = [];

    public IReadOnlyList<Agent> All => _agents;

    public Agent this[AgentRole role] => Find(role) ?? throw new KeyNotFoundException($"{role.Label()} is not launched.");

    public Agent? Find(AgentRole role) => _agents.Find(agent => agent.Role == role);

    /// <summary>By the name that records and messages give it.</summary>
    public Agent? Find(string label) => _agents.Find(agent => agent.Label == label);

    /// <summary>By the launch alone.</summary>
    public void Add(IEnumerable<Agent> agents)
    {
        _agents.AddRange(agents);
        _agents.Sort((a, b) => a.Role.CompareTo(b.Role));
    }
}
