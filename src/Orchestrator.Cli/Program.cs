using Orchestrator.Cli;
using Orchestrator.Cli.Output;

return await CliProgram.RunAsync(args, StandardStreams.Output, StandardStreams.Error);
