using Spectre.Console;

namespace Orchestrator.Cli;

/// <summary>The console for printed output: colours only on a terminal, and never with NO_COLOR.</summary>
internal static class PlainConsole
{
    public static IAnsiConsole Create() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Out),
        ColorSystem = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
    });
}
