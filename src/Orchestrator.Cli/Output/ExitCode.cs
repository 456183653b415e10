using Orchestrator.Host.Control;

namespace Orchestrator.Cli.Output;

/// <summary>What the process answers its caller: what replies say, by the same numbers.</summary>
internal static class ExitCode
{
    public const int Done = ReplyCode.Done;
    public const int Failed = ReplyCode.Failed;
    public const int Usage = ReplyCode.Usage;
    public const int NotRunning = ReplyCode.NotRunning;
    public const int Refused = ReplyCode.Refused;
}
