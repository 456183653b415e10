using Orchestrator.Core.Judging;

namespace Orchestrator.Core.Typing;

/// <summary>Looks at a screen at the moment of typing: null when it may be typed, else why not, as half a sentence.</summary>
public delegate string? TypingGuard(ScreenObservation screen);
