using System.CommandLine;
using Orchestrator.Core.Settings;

namespace Orchestrator.Cli.Output;

/// <summary>Says what is wrong with a command line: a sentence each on stderr, not the whole help.</summary>
internal static class UsageErrors
{
    public static void Print(ParseResult parsed, TextWriter error)
    {
        var verb = VerbOf(parsed);
        if (parsed.UnmatchedTokens.Count > 0)
        {
            // The parser also misses a command then; the word that it did not know says it better.
            var word = parsed.UnmatchedTokens[0];
            var names = parsed.CommandResult.Command.Children.Select(child => child.Name);
            var meant = NearestName.Of(word, names) is { } near ? $" Did you mean {near}?" : string.Empty;
            error.WriteLine($"{verb}: '{Printable.Text(word)}' is not known here.{meant}");
        }
        else
        {
            foreach (var fault in parsed.Errors)
            {
                error.WriteLine($"{verb}: {Printable.Text(fault.Message).Trim()}");
            }
        }

        error.WriteLine($"Run `{verb} --help`.");
    }

    private static string VerbOf(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "cccc" : $"cccc {parsed.CommandResult.Command.Name}";
}
