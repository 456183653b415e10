using Orchestrator.Pty;

namespace Orchestrator.Host.Keeping;

/// <summary>
/// Who spawns the processes in panes and reaps them. Today the host itself; the seam for a process of its own that outlives the host and
/// hands the PTY masters over. Used on the event loop only.
/// </summary>
public interface IAgentKeeper : IDisposable
{
    /// <exception cref="PtyException">The program cannot be started; the message is a sentence for the user.</exception>
    PtyProcess Spawn(PtyStart start, Action<PtyExit> exited);
}
