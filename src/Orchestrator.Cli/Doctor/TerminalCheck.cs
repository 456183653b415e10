using Orchestrator.Pty;

namespace Orchestrator.Cli.Doctor;

/// <summary>What is known of the terminal that the program runs in.</summary>
/// <param name="Size">Null when no standard stream is a terminal.</param>
internal sealed record TerminalFacts(string? Term, string? ColorTerm, bool NoColor, TermSize? Size)
{
    public static TerminalFacts OfProcess()
    {
        int? fd = TtyDevice.IsTty(1) ? 1 : TtyDevice.IsTty(0) ? 0 : TtyDevice.IsTty(2) ? 2 : null;
        TermSize? size = null;
        if (fd is { } terminal)
        {
            using var device = TtyDevice.Open(terminal, terminal);
            size = device.Size;
        }

        return new TerminalFacts(
            Environment.GetEnvironmentVariable("TERM"),
            Environment.GetEnvironmentVariable("COLORTERM"),
            Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 },
            size);
    }
}

/// <summary>Whether the cockpit can be drawn here.</summary>
internal static class TerminalCheck
{
    public const int MinimumColumns = 80;
    public const int MinimumRows = 24;

    public static IEnumerable<Finding> Look(TerminalFacts facts)
    {
        yield return facts.Term switch
        {
            "dumb" => new Finding("terminal", FindingLevel.Fault, "TERM is dumb: a dumb terminal cannot show panes.", "Run cccc in a real terminal; if it is one, set its name: export TERM=xterm-256color"),
            null or "" when facts.Size is not null => new Finding("terminal", FindingLevel.Fault, "TERM is not set, so nothing is known of this terminal.", "Set it: export TERM=xterm-256color"),
            null or "" => new Finding("terminal", FindingLevel.Note, "TERM is not set."),
            var term => new Finding("terminal", FindingLevel.Ok, $"TERM is {term}."),
        };
        yield return facts.Size switch
        {
            null => new Finding("terminal", FindingLevel.Note, "doctor does not run in a terminal, so its size is not known; run it where you will run cccc."),
            { } size when size.Columns < MinimumColumns || size.Rows < MinimumRows =>
                new Finding("terminal", FindingLevel.Fault, $"The window is {size.Columns}x{size.Rows}; the cockpit needs {MinimumColumns}x{MinimumRows}.", "Make the window larger, or its letters smaller."),
            { } size => new Finding("terminal", FindingLevel.Ok, $"The window is {size.Columns}x{size.Rows}."),
        };
        yield return new Finding("terminal", FindingLevel.Note, Colours(facts));
    }

    private static string Colours(TerminalFacts facts) =>
        facts.NoColor ? "NO_COLOR is set: the cockpit itself uses no colours."
        : facts.ColorTerm is "truecolor" or "24bit" ? "Colours: 24 bits."
        : facts.Term?.Contains("256color", StringComparison.Ordinal) == true ? "Colours: 256."
        : "Colours: 16 or fewer; where the terminal has more, `export COLORTERM=truecolor` says so.";
}
