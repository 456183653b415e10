using Orchestrator.Cli;
using Orchestrator.Cli.Output;

return await CommandLine.RunAsync(args, StandardStreams.Output, StandardStreams.Error);
