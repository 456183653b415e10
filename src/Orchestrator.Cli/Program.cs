using Orchestrator.Cli;

return await CommandLine.RunAsync(args, StandardStreams.Output, StandardStreams.Error);
