using System.Text.RegularExpressions;

namespace Orchestrator.Core.Mail;

/// <summary>The messages that a text names: <c>[MID: cccc-1795174150-919682]</c>, or <c>MID: ...</c> without the brackets.</summary>
internal static partial class MailReferences
{
    private const int Most = 50;

    /// <summary>In the order of the text, each once.</summary>
    public static IReadOnlyList<string> Of(string text) => text.Contains("MID:", StringComparison.OrdinalIgnoreCase)
        ? [.. Reference().Matches(text).Select(match => match.Groups["id"].Value.TrimEnd('.')).Distinct(StringComparer.Ordinal).Take(Most)]
        : [];

    [GeneratedRegex(@"\bMID:\s{0,4}(?<id>[A-Za-z0-9_.-]{1,128})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
