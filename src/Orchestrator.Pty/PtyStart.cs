namespace Orchestrator.Pty;

/// <summary>What to start in a PTY, and where.</summary>
public sealed record PtyStart
{
    /// <summary>A path, or a name that is looked up on PATH of <see cref="Environment"/>.</summary>
    public required string FileName { get; init; }

    /// <summary>Arguments after the program's name, one each: no shell reads them.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public required string WorkingDirectory { get; init; }

    /// <summary>The whole environment of the program; see <see cref="PtyEnvironment"/>.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required TermSize Size { get; init; }
}
