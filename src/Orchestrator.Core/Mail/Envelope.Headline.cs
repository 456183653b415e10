using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Orchestrator.Core.Mail;

/// <content>The one line that says what a message is about.</content>
public static partial class Envelope
{
    private const int HeadlineLength = 32;
    private const string NoHeadline = "[unreadable-or-binary]";

    /// <summary>The first line of the text that says something, at most 32 characters and <c> …</c>; nothing in it moves a cursor or hides.</summary>
    public static string Headline(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var head = body.Length > 4096 ? body[..4096] : body;
        foreach (var line in head.Split('\n', '\r', '\u2028', '\u2029', '\u0085'))
        {
            var visible = OneLine(line);
            if (visible.Length > 0 && !IsMarkup().IsMatch(visible) && visible.Any(char.IsLetterOrDigit))
            {
                return visible.Contains('\uFFFD', StringComparison.Ordinal) ? NoHeadline : Shorten(visible);
            }
        }

        return NoHeadline;
    }

    /// <summary>The text without control, format and unpaired characters, blanks made single, on one line.</summary>
    internal static string OneLine(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (Rune.IsWhiteSpace(rune))
            {
                if (result.Length > 0 && result[^1] != ' ')
                {
                    result.Append(' ');
                }
            }
            else if (category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
            {
                result.Append(rune.ToString());
            }
        }

        return result.ToString().TrimEnd();
    }

    private static string Shorten(string line)
    {
        var whole = new StringInfo(line);
        return whole.LengthInTextElements <= HeadlineLength ? line : whole.SubstringByTextElements(0, HeadlineLength).TrimEnd() + " …";
    }

    /// <summary>A tag that fills its line, a code fence, or a message header.</summary>
    [GeneratedRegex(@"^(<[^>]*>|```.*|~~~.*|\[\s*(MID|TS)\s*:.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsMarkup();
}
