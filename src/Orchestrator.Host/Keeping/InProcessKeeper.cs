using Orchestrator.Pty;

namespace Orchestrator.Host.Keeping;

/// <summary>Keeps the agents as children of the host.</summary>
public sealed class InProcessKeeper(EventLoop loop) : IAgentKeeper
{
    private readonly ChildReaper _reaper = new(loop);

    public PtyProcess Spawn(PtyStart start, Action<PtyExit> exited)
    {
        var process = PtyProcess.Start(start);
        _reaper.Register(process, exited);
        return process;
    }

    public void Dispose() => _reaper.Dispose();
}
