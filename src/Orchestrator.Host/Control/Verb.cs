using System.Collections.Immutable;

namespace Orchestrator.Host.Control;

/// <summary>
/// Something that can be asked of a running session: a row of the <see cref="VerbTable"/>. The socket serves it, the commands of the shell take their name
/// and help from it, and docs/verbs.md is made from it.
/// </summary>
/// <param name="name">What a request calls it, and <c>cccc NAME</c> where there is such a command.</param>
/// <param name="help">What it does: a sentence, in the third person.</param>
public abstract class Verb(string name, string help)
{
    public string Name => name;

    public string Help => help;

    /// <summary>What a request has beside its verb and its id.</summary>
    public virtual ImmutableArray<VerbField> Fields => [];

    /// <summary>What the reply's <c>data</c> holds, half a sentence; empty when there is none.</summary>
    public virtual string Data => "";

    /// <summary>The shell has a command of this name. False where only a connection that lives can ask it.</summary>
    public virtual bool IsCommand => true;

    /// <summary>Reads a request of this verb.</summary>
    /// <exception cref="ControlException">It cannot be read; the sentence says what was expected.</exception>
    public abstract ControlRequest Read(RequestReader reader);

    /// <summary>Answers, at once or later. On the event loop: what takes time is awaited, never waited for.</summary>
    public abstract void Serve(ControlCall call, IRunningSession session);
}
