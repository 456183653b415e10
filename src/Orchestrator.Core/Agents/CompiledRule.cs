using System.Text.RegularExpressions;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Agents;

/// <summary>A rule of <c>agents.yaml</c>, ready to be matched against screens.</summary>
internal sealed class CompiledRule
{
    // A pattern that backtracks for longer than this on one row would hold up the engine's loop for every agent.
    private static readonly TimeSpan RowTimeout = TimeSpan.FromMilliseconds(50);

    private readonly Regex _regex;

    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    public CompiledRule(ScreenRule rule)
    {
        Rule = rule;
        _regex = new Regex(rule.Pattern, RegexOptions.CultureInvariant, RowTimeout);
    }

    public ScreenRule Rule { get; }

    /// <summary>True after the pattern timed out once; it is not tried again, or each look would cost the time-out anew.</summary>
    public bool TimedOut { get; private set; }

    /// <summary>The text that matches, or null.</summary>
    public string? Match(ScreenObservation screen)
    {
        if (TimedOut)
        {
            return null;
        }

        try
        {
            return Rule.Region switch
            {
                ScreenRegion.Title => MatchOne(screen.Title),
                ScreenRegion.StateReport => MatchOne(screen.StateReport),
                ScreenRegion.Bottom => MatchRows(screen, Math.Max(1, Rule.LastRows)),
                _ => MatchRows(screen, int.MaxValue),
            };
        }
        catch (RegexMatchTimeoutException)
        {
            TimedOut = true;
            return null;
        }
    }

    private string? MatchOne(string? text) => text is not null && _regex.IsMatch(text) ? text : null;

    // From the bottom: what an agent does now stands below what it did before.
    private string? MatchRows(ScreenObservation screen, int nonBlankRows)
    {
        for (var row = screen.Rows.Length - 1; row >= 0 && nonBlankRows > 0; row--)
        {
            var text = screen.Rows[row];
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            nonBlankRows--;
            if (_regex.IsMatch(text))
            {
                return text;
            }
        }

        return null;
    }
}
