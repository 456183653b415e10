namespace Orchestrator.Pty;

/// <summary>Signals to processes that are no children of this one (those of a PTY: <see cref="PtyProcess.Signal"/>).</summary>
public static class ProcessSignal
{
    /// <summary>Signals one process; one that has ended meanwhile is no fault.</summary>
    /// <param name="signal">Its number, signal(7).</param>
    public static void Send(int processId, int signal) => _ = LibC.Kill(processId, signal);
}
