using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Messages;

/// <summary>
/// Decides whether a message from one agent to the other says enough to be worth a turn. Knows only what it has let through since the start: after a
/// restart the first messages are new.
/// </summary>
public sealed class HandOffFilter
{
    private const int RememberedTexts = 10;
    private const int ComparedTexts = 5;

    // A pattern of the user's that backtracks for ever must not stop the mail.
    private static readonly TimeSpan PatternBound = TimeSpan.FromMilliseconds(100);

    private readonly HandOffFilterSettings _settings;
    private readonly Regex _drop;
    private readonly Regex _keep;
    private readonly Dictionary<AgentRole, List<Passed>> _passed = [];

    /// <exception cref="ArgumentException">A pattern is no regular expression.</exception>
    public HandOffFilter(HandOffFilterSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _drop = new Regex(settings.DropPattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, PatternBound);
        _keep = new Regex(settings.KeepPattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, PatternBound);
    }

    /// <param name="body">Without the tags around it.</param>
    /// <returns>Why it is held back, as half a sentence, or null: then it counts as let through.</returns>
    public string? Judge(AgentRole from, string body, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (!_settings.Enabled)
        {
            return null;
        }

        if (!_passed.TryGetValue(from, out var passed))
        {
            _passed.Add(from, passed = []);
        }

        var text = new Passed(now, Words(body));
        if (!SaysMuch(body, text.Words) && ReasonAgainst(body, text, passed) is { } reason)
        {
            return reason;
        }

        passed.Add(text);
        if (passed.Count > RememberedTexts)
        {
            passed.RemoveAt(0);
        }

        return null;
    }

    /// <summary>Whether a text is so short and idle that it is no news: what self-check and the damper do not count.</summary>
    public bool IsLowSignal(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var words = Words(body);
        return !SaysMuch(body, words) && SaysLittle(body, words);
    }

    private string? ReasonAgainst(string body, Passed text, List<Passed> passed)
    {
        if (SaysLittle(body, text.Words))
        {
            return "low signal: it says too little";
        }

        if (passed.Count > 0 && text.At - passed[^1].At < _settings.Cooldown && IsShort(body, text.Words))
        {
            return string.Create(CultureInfo.InvariantCulture, $"cooldown: a short message {(text.At - passed[^1].At).TotalSeconds:0} s after the last one");
        }

        if (IsShort(body, text.Words) && passed.Exists(earlier => text.At - earlier.At < _settings.Repetition && earlier.Words.SequenceEqual(text.Words, StringComparer.Ordinal)))
        {
            return "repetition: the same words were sent a moment ago";
        }

        var similar = passed.TakeLast(ComparedTexts).FirstOrDefault(earlier => text.At - earlier.At < _settings.SimilarityWindow && Jaccard(earlier.Words, text.Words) >= _settings.Similarity);
        return similar is null ? null : "similarity: nearly the same words were sent a moment ago";
    }

    private bool SaysMuch(string body, string[] words) =>
        body.Length >= Math.Max(120, 3 * _settings.MinChars) || words.Length >= Math.Max(25, 3 * _settings.MinWords) || Matches(_keep, body);

    private bool SaysLittle(string body, string[] words) => words.Length == 0 || (IsShort(body, words) && Matches(_drop, body));

    private bool IsShort(string body, string[] words) => body.Length < _settings.MinChars && words.Length < _settings.MinWords;

    private static bool Matches(Regex pattern, string body)
    {
        try
        {
            return pattern.IsMatch(body);
        }
        catch (RegexMatchTimeoutException)
        {
            return false; // It takes no part in the decision; the other rules do.
        }
    }

    private static string[] Words(string body) =>
        body.ToLowerInvariant().Split([.. body.Where(c => !char.IsLetterOrDigit(c)).Distinct().DefaultIfEmpty(' ')], StringSplitOptions.RemoveEmptyEntries);

    private static double Jaccard(string[] a, string[] b)
    {
        var left = a.Where(word => word.Length >= 2).ToHashSet(StringComparer.Ordinal);
        var right = b.Where(word => word.Length >= 2).ToHashSet(StringComparer.Ordinal);
        var common = left.Count(right.Contains);
        return left.Count + right.Count == 0 ? 0 : (double)common / (left.Count + right.Count - common);
    }

    private sealed record Passed(DateTimeOffset At, string[] Words);
}
