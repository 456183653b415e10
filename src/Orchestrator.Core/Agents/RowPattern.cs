using System.Text.RegularExpressions;

namespace Orchestrator.Core.Agents;

/// <summary>
/// A pattern of <c>agents.yaml</c>, tried on rows of screens that anybody may have printed. One that takes too long once is not tried again: each look
/// would cost the time-out anew.
/// </summary>
internal sealed class RowPattern
{
    // A pattern that backtracks for longer than this on one row would hold up the engine's loop for every agent.
    private static readonly TimeSpan RowTimeout = TimeSpan.FromMilliseconds(50);

    private readonly Regex _regex;

    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    public RowPattern(string pattern) => _regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, RowTimeout);

    public string Pattern => _regex.ToString();

    public bool TimedOut { get; private set; }

    public bool IsMatch(string row)
    {
        if (TimedOut)
        {
            return false;
        }

        try
        {
            return _regex.IsMatch(row);
        }
        catch (RegexMatchTimeoutException)
        {
            TimedOut = true;
            return false;
        }
    }

    /// <summary>Where the match ends, or null.</summary>
    public int? EndOfMatch(string row)
    {
        if (TimedOut)
        {
            return null;
        }

        try
        {
            return _regex.Match(row) is { Success: true } match ? match.Index + match.Length : null;
        }
        catch (RegexMatchTimeoutException)
        {
            TimedOut = true;
            return null;
        }
    }

    /// <summary>The row with blanks in the place of every match.</summary>
    public string BlankOut(string row)
    {
        if (TimedOut)
        {
            return row;
        }

        try
        {
            return _regex.Replace(row, match => new string(' ', match.Length));
        }
        catch (RegexMatchTimeoutException)
        {
            TimedOut = true;
            return row;
        }
    }
}
