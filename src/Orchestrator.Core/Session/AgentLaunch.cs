using System.Collections.Immutable;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

/// <summary>What the host needs to start an agent in a PTY of its own.</summary>
/// <param name="Command">Program and arguments; never a shell string.</param>
/// <param name="Environment">Variables on top of the host's environment.</param>
public sealed record AgentLaunch(AgentRole Role, string ActorId, ImmutableArray<string> Command, string WorkingDirectory, ImmutableDictionary<string, string> Environment);
