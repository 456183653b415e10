using Orchestrator.Cli;

return CommandLine.Run(args, StandardStreams.Output, StandardStreams.Error);
