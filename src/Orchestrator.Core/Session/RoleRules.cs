using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>The rules that an agent of this role lives by in this session, as text.</summary>
public delegate string RoleRules(AgentRole role, RoleChoices choices);
