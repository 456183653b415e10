using System.Text;
using Spectre.Console;

namespace Orchestrator.Cli.Doctor;

/// <summary>Tells Spectre.Console the width, so that it does not ask <see cref="Console"/>.</summary>
internal sealed class PageOutput(TextWriter writer, bool rich, int columns) : IAnsiConsoleOutput
{
    public TextWriter Writer => writer;

    public bool IsTerminal => rich;

    public int Width => columns;

    public int Height => 24;

    public void SetEncoding(Encoding encoding)
    {
        // The writer's encoding is fixed: UTF-8.
    }
}
