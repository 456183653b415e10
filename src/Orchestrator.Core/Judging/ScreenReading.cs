using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Judging;

/// <summary>The composer on a screen.</summary>
/// <param name="First">Its first row, from 0.</param>
/// <param name="Last">Its last row.</param>
/// <param name="Draft">What stands in it and was not sent; empty when nothing does.</param>
public sealed record ComposerFound(int First, int Last, string Draft);

/// <summary>A rule and where it matches.</summary>
/// <param name="Row">From 0, or null for the title and the state report.</param>
public sealed record RuleMatch(ScreenRule Rule, int? Row, string Evidence);

/// <summary>A rule that did not decide although its pattern matches somewhere.</summary>
public sealed record NearMiss(RuleMatch Match, string Why);

/// <summary>What the rules of an actor make of a screen.</summary>
/// <param name="Match">The rule that decides, or null when none matches.</param>
/// <param name="Composer">Null when it is not found, or nothing is known of it.</param>
/// <param name="Incomplete">A rule that comes before took too long and may have matched; it is tried again at the next look.</param>
public sealed record ScreenReading(RuleMatch? Match, ComposerFound? Composer, bool Incomplete);
