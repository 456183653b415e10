using System.Text.RegularExpressions;

namespace Orchestrator.Core.Mail;

/// <summary>The tags that agents write around their mail: <c>&lt;TO_PEER&gt;</c> and <c>&lt;TO_USER&gt;</c>, any case, spaces allowed inside.</summary>
internal static partial class MailTags
{
    public static Regex Opening(MailChannel channel) => channel == MailChannel.ToPeer ? OpeningToPeer() : OpeningToUser();

    public static Regex Closing(MailChannel channel) => channel == MailChannel.ToPeer ? ClosingToPeer() : ClosingToUser();

    /// <summary>
    /// True when the text ends with its closing tag, or with a code fence after it (the <c>insight</c> block of the contract). A closing tag
    /// that is only mentioned in the midst of the text proves nothing.
    /// </summary>
    public static bool EndsComplete(string text, MailChannel channel)
    {
        var end = Closing(channel).Matches(text) is { Count: > 0 } tags ? tags[^1] : null;
        if (end is null)
        {
            return false;
        }

        var rest = text.AsSpan(end.Index + end.Length).Trim();
        return rest.IsEmpty || (rest.StartsWith("```") && rest.EndsWith("```") && rest.Count("```") >= 2);
    }

    /// <summary>From after the first opening tag to the last closing tag, or all; trimmed.</summary>
    public static string Body(string text, MailChannel channel)
    {
        var opening = Opening(channel).Match(text);
        if (!opening.Success)
        {
            return text.Trim();
        }

        var start = opening.Index + opening.Length;
        var closing = Closing(channel).Matches(text, start);
        var end = closing.Count > 0 ? closing[^1].Index : text.Length;
        return text[start..end].Trim();
    }

    [GeneratedRegex(@"<\s*TO_PEER\s*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OpeningToPeer();

    [GeneratedRegex(@"<\s*/\s*TO_PEER\s*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ClosingToPeer();

    [GeneratedRegex(@"<\s*TO_USER\s*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OpeningToUser();

    [GeneratedRegex(@"<\s*/\s*TO_USER\s*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ClosingToUser();
}
