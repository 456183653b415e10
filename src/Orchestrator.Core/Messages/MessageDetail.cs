namespace Orchestrator.Core.Messages;

/// <summary>A message and what it says.</summary>
/// <param name="Text">As its file is, or null when it is no longer kept.</param>
/// <param name="TextPath">Where that file is.</param>
public sealed record MessageDetail(MessageLife Life, string? Text, string? TextPath);
