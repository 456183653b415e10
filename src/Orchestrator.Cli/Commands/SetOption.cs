using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary><c>--set KEY=VALUE</c>, any number of times: settings for this run only.</summary>
internal static class SetOption
{
    public static Option<string[]> Create() => new("--set")
    {
        Description = "A setting for this run, e.g. --set delivery.keepalive_delay_seconds=30; may be repeated.",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
}
