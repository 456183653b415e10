using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Session;

public sealed record RunStarted(string RunId, int ProcessId) : EngineEvent;

/// <param name="Reason">A sentence for the user.</param>
public sealed record RunStartFailed(string RunId, string Reason) : EngineEvent;

/// <param name="Output">What it printed, as text without control sequences; at most the last 200,000 characters.</param>
public sealed record RunEnded(string RunId, AgentExit Exit, string Output) : EngineEvent;
