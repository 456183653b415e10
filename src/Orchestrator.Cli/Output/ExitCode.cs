namespace Orchestrator.Cli.Output;

/// <summary>What the process answers its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NotRunning = 3;
    public const int Refused = 4;
}
