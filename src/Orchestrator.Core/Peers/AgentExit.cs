namespace Orchestrator.Core.Peers;

/// <summary>How a process ended: an exit code, or the number of the signal that ended it.</summary>
public sealed record AgentExit(int? ExitCode, int? Signal)
{
    public bool IsSuccess => Signal is null && ExitCode == 0;

    public override string ToString() => Signal is { } signal ? $"ended by signal {signal}" : $"exit code {ExitCode}";
}
