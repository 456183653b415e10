namespace Orchestrator.Cli.Commands;

/// <summary>No session runs where one is needed; the message says how to start one.</summary>
internal sealed class NotRunningException(string message) : Exception(message);
