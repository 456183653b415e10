using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Runs;

/// <summary>How a run came to its end.</summary>
public enum RunEnding
{
    /// <summary>With exit code 0.</summary>
    Done,
    /// <summary>With another exit code, or by a signal that we did not send.</summary>
    Failed,
    NotStarted,
    /// <summary>Its time was over and it was stopped.</summary>
    TimedOut,
    /// <summary>The session ended and stopped it.</summary>
    Stopped,
    /// <summary>The host died while it ran; what came of it is not known.</summary>
    HostEnded,
}

/// <param name="Sentence">Half a sentence for users and records: <c>exit code 0</c>, <c>stopped: its time was over</c>.</param>
public sealed record RunResult(RunEnding Ending, string Sentence)
{
    public static RunResult TimedOut { get; } = new(RunEnding.TimedOut, "stopped: its time was over");

    public static RunResult Stopped { get; } = new(RunEnding.Stopped, "stopped");

    public static RunResult HostEnded { get; } = new(RunEnding.HostEnded, "its host ended");

    public static RunResult Of(AgentExit exit) => new(exit.IsSuccess ? RunEnding.Done : RunEnding.Failed, exit.ToString());

    public static RunResult NotStarted(string reason) => new(RunEnding.NotStarted, $"did not start: {reason}");

    public override string ToString() => Sentence;
}
