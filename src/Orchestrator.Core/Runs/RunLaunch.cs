using System.Collections.Immutable;

namespace Orchestrator.Core.Runs;

/// <summary>What the host needs to start a run in a PTY of its own.</summary>
/// <param name="Id">The name of its folder: unique in the project.</param>
/// <param name="Command">Program and arguments; never a shell string.</param>
/// <param name="Environment">Variables on top of the host's environment.</param>
public sealed record RunLaunch(RunKind Kind, string Id, string ActorId, ImmutableArray<string> Command, string WorkingDirectory, ImmutableDictionary<string, string> Environment);
