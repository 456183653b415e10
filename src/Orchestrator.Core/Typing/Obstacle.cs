using System.Globalization;

namespace Orchestrator.Core.Typing;

/// <summary>Why a line may not be typed into an agent now.</summary>
/// <param name="Kind">The same for the same kind of obstacle: the ledger and tests go by it.</param>
/// <param name="Sentence">For the user: <c>PeerA shows a permission prompt</c>.</param>
/// <param name="OpensAt">When time alone removes the obstacle, or null when something must happen first.</param>
public sealed record Obstacle(string Kind, string Sentence, DateTimeOffset? OpensAt = null);
