using System.Text.RegularExpressions;

namespace Orchestrator.Core.Judging;

/// <summary>
/// A pattern of <c>agents.yaml</c>, tried on rows of screens that anybody may have printed. One that takes too long again and again is not tried any more:
/// each look would cost the time-out anew. Interpreted: a look costs microseconds, and a launch does not wait for thirty compilations.
/// </summary>
/// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
internal sealed class RowPattern(string pattern)
{
    // A pattern that backtracks for longer than this on one row would hold up the engine's loop for every agent.
    private static readonly TimeSpan RowTimeout = TimeSpan.FromMilliseconds(50);

    // The time-out is by the clock: on a loaded machine an innocent pattern meets it now and then.
    private const int MostTimeouts = 3;

    private readonly Regex _regex = new(pattern, RegexOptions.CultureInvariant, RowTimeout);

    /// <summary>How often it ran into the time-out.</summary>
    public int Timeouts { get; private set; }

    /// <summary>It is not tried any more.</summary>
    public bool IsLeftOut => Timeouts >= MostTimeouts;

    public bool IsMatch(string row) => Try(row, static (regex, text) => regex.IsMatch(text), otherwise: false);

    /// <summary>Where the match ends, or null.</summary>
    public int? EndOfMatch(string row) => Try(row, static (regex, text) => regex.Match(text) is { Success: true } match ? match.Index + match.Length : (int?)null, otherwise: null);

    /// <summary>The row with blanks in the place of every match.</summary>
    public string BlankOut(string row) => Try(row, static (regex, text) => regex.Replace(text, match => new string(' ', match.Length)), otherwise: row);

    private T Try<T>(string row, Func<Regex, string, T> use, T otherwise)
    {
        if (IsLeftOut)
        {
            return otherwise;
        }

        try
        {
            return use(_regex, row);
        }
        catch (RegexMatchTimeoutException)
        {
            Timeouts++;
            return otherwise;
        }
    }
}
