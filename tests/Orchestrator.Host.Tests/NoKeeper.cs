using Orchestrator.Host.Keeping;
using Orchestrator.Pty;

namespace Orchestrator.Host.Tests;

/// <summary>For panes in which nothing runs.</summary>
internal sealed class NoKeeper : IAgentKeeper
{
    public PtyProcess Spawn(PtyStart start, Action<PtyExit> exited) => throw new PtyException("Nothing is started here.");

    public void Dispose()
    {
    }
}
