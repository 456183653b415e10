using System.Collections.Immutable;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Agents;

/// <summary>What an agent is doing, judged from its screen and title (never from the byte stream).</summary>
public enum AgentState
{
    /// <summary>Not launched yet.</summary>
    Absent,
    Starting,
    Idle,
    Busy,
    /// <summary>Shows a dialog or permission prompt: nothing may be typed.</summary>
    NeedsInput,
    /// <summary>Shows a usage limit.</summary>
    Limited,
    Exited,
}

/// <summary>The screen of an agent at one moment, as the engine judges it. Rows are the visible ones, trailing blanks trimmed.</summary>
/// <param name="Version">The screen's version; a greater number is a later screen.</param>
/// <param name="Settled">True when nothing was printed for the settle time (30 ms); false for a look in the midst of output (at the latest every 250 ms).</param>
/// <param name="StateReport">The newest OSC 7501 state report, if the program makes them.</param>
public sealed record ScreenObservation(
    ImmutableArray<string> Rows,
    int CursorRow,
    int CursorColumn,
    string? Title,
    bool BracketedPaste,
    long Version,
    bool Settled,
    string? StateReport = null)
{
    /// <summary>How the characters of each row look (<see cref="ScreenRows"/>); empty when nothing is known of it, all counts as plain then.</summary>
    public ImmutableArray<ImmutableArray<CellLook>> Looks { get; init; } = [];

    /// <summary>The newest OSC 9;4 progress report, as <c>STATE;PERCENT</c>, if the program makes them.</summary>
    public string? Progress { get; init; }

    /// <summary>What the program wanted its user to know (OSC 9, 99, 777), until the screen changes.</summary>
    public string? Notification { get; init; }

    /// <summary>What its own hooks reported last.</summary>
    public string? Hook { get; init; }
}

/// <summary>How a process ended: an exit code, or the number of the signal that ended it.</summary>
public sealed record AgentExit(int? ExitCode, int? Signal)
{
    public override string ToString() => Signal is { } signal ? $"ended by signal {signal}" : $"exit code {ExitCode}";
}

/// <summary>What the host needs to start an agent in a PTY of its own.</summary>
/// <param name="Command">Program and arguments; never a shell string.</param>
/// <param name="Environment">Variables on top of the host's environment.</param>
public sealed record AgentLaunch(AgentRole Role, string ActorId, ImmutableArray<string> Command, string WorkingDirectory, ImmutableDictionary<string, string> Environment);

/// <summary>
/// The terminals that agents run in, as the engine asks for them. Calls return at once and never throw for what happens to the agent:
/// results come back to the engine as events (<see cref="AgentStarted"/>, <see cref="AgentStartFailed"/>, <see cref="AgentExited"/>, <see cref="ScreenObserved"/>).
/// </summary>
public interface IAgentTerminals
{
    void Start(AgentLaunch launch);

    /// <summary>Bytes for the agent's terminal input. The bytes of one call are not interleaved with others.</summary>
    /// <param name="guard">Asked on the terminals' own thread, with the screen as it is when the bytes would go.</param>
    /// <param name="done">Told there: null when the bytes were taken, else why not, as half a sentence.</param>
    void Write(AgentRole role, ReadOnlyMemory<byte> bytes, TypingGuard guard, Action<string?> done);

    /// <summary>Ends the agent: SIGHUP to its group, then SIGKILL after a grace time; answered by <see cref="AgentExited"/>.</summary>
    void Stop(AgentRole role);
}

/// <summary>Looks at a screen at the moment of typing: null when it may be typed, else why not, as half a sentence.</summary>
public delegate string? TypingGuard(ScreenObservation screen);

/// <summary>Something that happened outside the engine and that it must know.</summary>
public abstract record EngineEvent;

public sealed record AgentStarted(AgentRole Role, int ProcessId) : EngineEvent;

/// <param name="Reason">A sentence for the user: what, where, what to do.</param>
public sealed record AgentStartFailed(AgentRole Role, string Reason) : EngineEvent;

/// <param name="LastRows">The last non-blank rows of its screen.</param>
public sealed record AgentExited(AgentRole Role, AgentExit Exit, ImmutableArray<string> LastRows) : EngineEvent;

public sealed record ScreenObserved(AgentRole Role, ScreenObservation Screen) : EngineEvent;

/// <summary>A human typed into that agent's pane just now.</summary>
public sealed record HumanTyped(AgentRole Role) : EngineEvent;

/// <summary>The settings files have changed: the rules by which screens are judged may be others now. All else counts from the next session on.</summary>
public sealed record ActorsChanged(ImmutableArray<ActorDefinition> Actors) : EngineEvent;

/// <summary>The settings files have changed and cannot be used as they are.</summary>
/// <param name="Sentence">File, line and what to do.</param>
public sealed record SettingsFaulted(string Sentence) : EngineEvent;

/// <summary>A hook of the CLI reports what it does (<c>cccc report</c>): a clean word or line.</summary>
public sealed record AgentHookReported(AgentRole Role, string Text) : EngineEvent;

/// <summary>A program asked for a notification (OSC 9, 99, 777), and the settings let it: a clean line, limited in rate.</summary>
public sealed record AgentNotified(AgentRole Role, string Text) : EngineEvent;
