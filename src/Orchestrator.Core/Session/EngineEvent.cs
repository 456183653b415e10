using System.Collections.Immutable;
using Orchestrator.Core.Judging;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Session;

/// <summary>Something that happened outside the engine and that it must know.</summary>
public abstract record EngineEvent;

public sealed record AgentStarted(AgentRole Role, int ProcessId) : EngineEvent;

/// <param name="Reason">A sentence for the user: what, where, what to do.</param>
public sealed record AgentStartFailed(AgentRole Role, string Reason) : EngineEvent;

/// <param name="LastRows">The last non-blank rows of its screen.</param>
public sealed record AgentExited(AgentRole Role, AgentExit Exit, ImmutableArray<string> LastRows) : EngineEvent;

public sealed record ScreenObserved(AgentRole Role, ScreenObservation Screen) : EngineEvent;

/// <summary>A human typed into that agent's pane just now.</summary>
public sealed record HumanKeys(AgentRole Role) : EngineEvent;

/// <summary>The settings files have changed: the rules by which screens are judged may be others now. All else counts from the next session on.</summary>
public sealed record ActorsChanged(ImmutableArray<ActorDefinition> Actors) : EngineEvent;

/// <summary>The settings files have changed and cannot be used as they are.</summary>
/// <param name="Sentence">File, line and what to do.</param>
public sealed record SettingsFaulted(string Sentence) : EngineEvent;

/// <summary>A hook of the CLI reports what it does (<c>cccc report</c>): a clean word or line.</summary>
public sealed record AgentHookReported(AgentRole Role, string Text) : EngineEvent;

/// <summary>A program asked for a notification (OSC 9, 99, 777), and the settings let it: a clean line, limited in rate.</summary>
public sealed record AgentNotified(AgentRole Role, string Text) : EngineEvent;
