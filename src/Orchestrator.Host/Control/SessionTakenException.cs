namespace Orchestrator.Host.Control;

/// <summary>Another host holds the project.</summary>
public sealed class SessionTakenException(string message, Exception? inner) : Exception(message, inner);
