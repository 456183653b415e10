using Orchestrator.Cli.Output;
using Spectre.Console;

namespace Orchestrator.Cli.Doctor;

/// <summary>Doctor's report for a person.</summary>
internal static class DoctorPage
{
    /// <param name="columns">The terminal's width, for colours and wrapping; null for plain text.</param>
    public static void Print(DoctorReport report, TextWriter output, int? columns)
    {
        var console = PageOutput.Console(output, columns);
        foreach (var finding in report.Findings)
        {
            (var word, var colour) = finding.Level switch
            {
                FindingLevel.Ok => ("ok   ", "green"),
                FindingLevel.Note => ("note ", "grey"),
                _ => ("FAULT", "red"),
            };
            console.MarkupLine($"[{colour}]{word}[/] {finding.Area,-8}  {Safe(finding.Text)}");
            if (finding.Mend is { } mend)
            {
                console.MarkupLine($"                [bold]→[/] {Safe(mend)}");
            }
        }

        console.WriteLine();
        var table = new Table().Border(TableBorder.None).AddColumns("actor", "program", "command set by");
        foreach (var actor in report.Actors)
        {
            var program = actor.Path is { } path ? $"[green]{Safe(path)}[/]" : $"[grey]not found: {Safe(actor.Command[0])}{(actor.InstallHint is { } hint ? $" ({Safe(hint)})" : string.Empty)}[/]";
            table.AddRow(Safe(actor.Id), program, Safe(actor.CommandFrom));
        }

        console.Write(table);
        var faults = report.Findings.Count(finding => finding.Level == FindingLevel.Fault);
        console.WriteLine();
        console.MarkupLine(faults == 0 ? "[green]Nothing to mend.[/]" : $"[red]{faults} {(faults == 1 ? "fault" : "faults")} to mend.[/]");
    }

    private static string Safe(string text) => Markup.Escape(Printable.Text(text));
}
