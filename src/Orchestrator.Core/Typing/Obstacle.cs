namespace Orchestrator.Core.Typing;

/// <summary>Why a line may not be typed into an agent now.</summary>
/// <param name="Kind">What it is; the sentence says it in words.</param>
/// <param name="Sentence">For the user: <c>PeerA shows a permission prompt</c>.</param>
/// <param name="OpensAt">When time alone removes the obstacle, or null when something must happen first.</param>
public sealed record Obstacle(ObstacleKind Kind, string Sentence, DateTimeOffset? OpensAt = null);
