using Orchestrator.Core.Session;

namespace Orchestrator.Core.Runs;

/// <summary>
/// The terminals that runs live in. Calls return at once and never throw for what happens to a run: that comes back as <see cref="RunStarted"/>,
/// <see cref="RunStartFailed"/> and <see cref="RunEnded"/>.
/// </summary>
public interface IRunTerminals
{
    void Start(RunLaunch launch);

    /// <summary>Ends a run: SIGTERM to its process group, SIGKILL after a grace time; answered by <see cref="RunEnded"/>.</summary>
    void Stop(string runId);
}
