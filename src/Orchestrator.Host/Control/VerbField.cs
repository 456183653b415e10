namespace Orchestrator.Host.Control;

/// <summary>A field of a request, for those who write one.</summary>
/// <param name="Name">As the JSON has it.</param>
/// <param name="What">What it holds, half a sentence.</param>
/// <param name="Optional">It may be left out.</param>
public sealed record VerbField(string Name, string What, bool Optional = false);
