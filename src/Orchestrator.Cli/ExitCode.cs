namespace Orchestrator.Cli;

/// <summary>What the program's exit codes mean; the same for every verb.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NotRunning = 3;
    public const int Refused = 4;
}
