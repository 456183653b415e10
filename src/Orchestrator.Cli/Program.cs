using Orchestrator.Cli;
using Orchestrator.Terminal.Pty;

return OpenFiles.AreEnough() ? await CommandLine.RunAsync(args, StandardStreams.Output, StandardStreams.Error) : ExitCode.Failed;
