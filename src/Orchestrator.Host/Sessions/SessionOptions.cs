using Orchestrator.Pty;

namespace Orchestrator.Host.Sessions;

/// <summary>What a host process is to run: either <see cref="ProjectRoot"/> is set, or there are <see cref="PaneCommands"/>.</summary>
public sealed record SessionOptions
{
    /// <summary>The project's folder.</summary>
    public string? ProjectRoot { get; init; }

    /// <summary>Program and arguments of each pane of a session without agents.</summary>
    public IReadOnlyList<IReadOnlyList<string>> PaneCommands { get; init; } = [];

    /// <summary>The folder in which the panes' commands run.</summary>
    public string WorkingDirectory { get; init; } = ".";

    /// <summary>The name of a pane's session.</summary>
    public string? SessionName { get; init; }

    /// <summary>Start the agents at once, with the roles that the settings say; without the setup panel.</summary>
    public bool Launch { get; init; }

    /// <summary>End the session when its last client has gone (the demo).</summary>
    public bool EndWithLastClient { get; init; }

    /// <summary><c>key=value</c> settings from the command line; they win over every file.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>The size of the first client's terminal: the programs are started with the room that it gives them.</summary>
    public TermSize Terminal { get; init; } = new(80, 24);
}
