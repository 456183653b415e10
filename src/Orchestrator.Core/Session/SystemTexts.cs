using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>A text of the system for an agent of this role, e.g. <c>self-check</c>.</summary>
public delegate string SystemTexts(string name, AgentRole role, RoleChoices choices);
