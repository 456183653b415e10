using System.Text;
using Spectre.Console;

namespace Orchestrator.Cli.Output;

/// <summary>Tells Spectre.Console the width, so that it does not ask <c>System.Console</c>.</summary>
internal sealed class PageOutput(TextWriter writer, bool rich, int columns) : IAnsiConsoleOutput
{
    /// <summary>Wide enough that a line for a pipe is never broken.</summary>
    private const int UnboundedColumns = 10_000;

    /// <param name="columns">The terminal's width, for colours and wrapping; null for plain text.</param>
    public static IAnsiConsole Console(TextWriter output, int? columns)
    {
        var rich = columns is not null && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb") && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = rich ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = rich ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new PageOutput(output, rich, columns ?? UnboundedColumns),
        });
    }

    public TextWriter Writer => writer;

    public bool IsTerminal => rich;

    public int Width => columns;

    public int Height => 24;

    public void SetEncoding(Encoding encoding)
    {
        // The writer's encoding is fixed: UTF-8.
    }
}
