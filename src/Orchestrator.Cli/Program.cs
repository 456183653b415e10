using Orchestrator.Cli;
using Orchestrator.Cli.Output;
using Orchestrator.Pty;

return OpenFiles.AreEnough() ? await CliProgram.RunAsync(args, StandardStreams.Output, StandardStreams.Error) : ExitCode.Failed;
