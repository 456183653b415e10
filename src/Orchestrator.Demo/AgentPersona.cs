namespace Orchestrator.Demo;

/// <summary>How an agent looks and takes keys when it plays another CLI.</summary>
internal abstract class AgentPersona
{
    /// <summary>A return that comes so soon after a burst of text is part of it.</summary>
    public virtual TimeSpan BurstWindow => TimeSpan.Zero;

    /// <summary>It draws on the alternate screen.</summary>
    public virtual bool AlternateScreen => false;

    /// <summary>A line that begins with <c>!</c> runs in a shell.</summary>
    public virtual bool BangRuns => false;

    /// <summary>An interrupt before any output puts the line back into the composer.</summary>
    public virtual bool PutsBack => false;

    /// <summary>The rows below the transcript, at most <paramref name="most"/> of at most so many columns, with SGR in them; and where the cursor stands.</summary>
    public abstract (IReadOnlyList<string> Rows, int CursorRow, int CursorColumn) Lay(AgentFace face, int columns, int most);

    public abstract string TitleOf(AgentFace face);

    /// <summary>The parameters of an OSC 7501 report, or null.</summary>
    public virtual string? ReportOf(AgentFace face) => null;
}
