using BenchmarkDotNet.Running;
using Orchestrator.Benchmarks;

// Whole runs of the engine are no loops of a few instructions: they have a mode of their own.
if (args is ["mail", ..])
{
    return await MailRuns.RunAsync(args[1..]);
}

if (args is ["hands", ..])
{
    return await HandsRuns.RunAsync(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
