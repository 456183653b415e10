using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Orchestrator.Core.Mail;

/// <summary>One event that an agent reported in its mail, e.g. <c>- Progress(tag=build): compiles</c>.</summary>
/// <param name="Word">In lower case: progress, evidence, ask, counter, risk, next, task or step.</param>
/// <param name="Tag">From the parameters, else the label of the <c>Item(...)</c> above it, else <c>misc</c>.</param>
/// <param name="Parameters">All of them, as written; names in lower case.</param>
public sealed record EventLine(string Word, string Tag, string Text, ImmutableDictionary<string, string> Parameters)
{
    public string? To => Parameters.GetValueOrDefault("to");

    public string? Strength => Parameters.GetValueOrDefault("strength");

    public string? Severity => Parameters.GetValueOrDefault("sev");

    public ImmutableArray<string> Refs => Parameters.TryGetValue("refs", out var refs)
        ? [.. refs.Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]
        : [];
}

/// <summary>Finds the event lines in a mail's body: an optional bullet, a word, optional parameters in brackets, a colon, text. Case does not matter.</summary>
public static partial class EventLines
{
    private const string NoItem = "misc";

    public static ImmutableArray<EventLine> Parse(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var events = ImmutableArray.CreateBuilder<EventLine>();
        var item = NoItem;
        foreach (var line in Lines(body))
        {
            if (Item().Match(line) is { Success: true } header)
            {
                item = header.Groups["label"].Value.Trim() is { Length: > 0 } label ? label : NoItem;
            }
            else if (Event().Match(line) is { Success: true } found)
            {
                var parameters = Parameters(found.Groups["params"].Value);
                events.Add(new EventLine(found.Groups["word"].Value.ToLowerInvariant(), parameters.GetValueOrDefault("tag", item), found.Groups["text"].Value.Trim(), parameters));
            }
        }

        return events.ToImmutable();
    }

    /// <summary>Whether a line begins with <c>Progress:</c> or <c>Progress(</c>: what starts keepalive.</summary>
    public static bool HasProgress(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Lines(body).Any(line => Progress().IsMatch(line));
    }

    /// <summary>The text of the first <c>Next:</c> line, or null.</summary>
    public static string? Next(string body) =>
        Parse(body).FirstOrDefault(line => line.Word == "next")?.Text is { Length: > 0 } text ? text : null;

    private static IEnumerable<string> Lines(string body) => body.Split('\n').Select(line => line.TrimEnd('\r'));

    /// <summary><c>k=v, k=[a, b]</c>: commas inside square brackets belong to the value.</summary>
    private static ImmutableDictionary<string, string> Parameters(string text)
    {
        var parameters = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var depth = 0;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (text[i] != ',' || depth > 0))
            {
                depth = text[i] switch { '[' => depth + 1, ']' => Math.Max(0, depth - 1), _ => depth };
                continue;
            }

            var part = text[start..i];
            start = i + 1;
            if (part.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                parameters[part[..equals].Trim().ToLowerInvariant()] = part[(equals + 1)..].Trim();
            }
        }

        return parameters.ToImmutable();
    }

    [GeneratedRegex(@"^\s*(?:[-*•]\s+)?item\s*\(\s*(?<label>[^)]*)\)\s*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Item();

    [GeneratedRegex(@"^\s*(?:[-*•]\s*)?(?<word>progress|evidence|ask|counter|risk|next|task|step)\s*(?:\((?<params>[^)]*)\))?\s*[:：](?<text>.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Event();

    [GeneratedRegex(@"^\s*(?:[-*•]\s*)?progress\s*[(:：]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Progress();
}
