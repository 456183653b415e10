using Orchestrator.Core.Peers;
using Orchestrator.Core.Runs;
using Orchestrator.Core.Session;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Tests.Session;

/// <summary>Runs that a test directs.</summary>
internal sealed class FakeRuns : IRunTerminals
{
    public Action<EngineEvent> Post { get; set; } = _ => { };

    public List<RunLaunch> Launches { get; } = [];

    public List<string> Stops { get; } = [];

    /// <summary>Told of each run that begins, on the engine's loop.</summary>
    public Action? OnStarted { get; set; }

    public void Start(RunLaunch launch)
    {
        Launches.Add(launch);
        OnStarted?.Invoke();
        Post(new RunStarted(launch.Id, 4000 + Launches.Count));
    }

    public void Stop(string runId)
    {
        Stops.Add(runId);
        Post(new RunEnded(runId, new AgentExit(null, 15), "as far as it came"));
    }

    /// <summary>The newest run ends.</summary>
    public void End(string output = "", int exitCode = 0) => Post(new RunEnded(Launches[^1].Id, new AgentExit(exitCode, null), output));
}

internal sealed class FakeRunTexts : IRunTexts
{
    public string Rules(RunKind kind, RoleChoices choices, string workFolder) => $"RULES OF {kind}";

    public string NewForemanTask() => "look at everything";
}
