namespace Orchestrator.EndToEnd.Tests.Harness;

/// <summary>What a command printed, and the code that it ended with.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
}
