using System.Text;

namespace Orchestrator.Core.Mail;

/// <content>Making forged tags harmless.</content>
public static partial class Envelope
{
    private static readonly string[] SenderTags = ["FROM_USER", "FROM_PEERA", "FROM_PEERB", "FROM_SYSTEM"];
    private static readonly string[] AddressTags = ["TO_PEER", "TO_USER"];
    private static readonly string[] HeaderFields = ["MID", "TS"];

    /// <summary>
    /// Replaces every tag by which a text could pose as another sender (and inner <c>TO_PEER</c>/<c>TO_USER</c> tags) by
    /// <c>[quoted FROM_USER]</c>, and <c>[MID:</c>, <c>[TS:</c> at the start of a line by <c>[quoted MID:</c>. Case, spaces, invisible
    /// characters and look-alikes make no difference. Doing it twice changes nothing more.
    /// </summary>
    public static string Defuse(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return DefuseTags(body, withAddressTags: true);
    }

    private static string DefuseTags(string body, bool withAddressTags)
    {
        var result = new StringBuilder(body.Length + 32);
        var atLineStart = true;
        for (var i = 0; i < body.Length;)
        {
            var (folded, width) = FoldAt(body, i);
            if (folded == '<' && FindTag(body, i + width, withAddressTags) is { } tag)
            {
                result.Append("[quoted ").Append(tag.Name).Append(']');
                i = tag.End;
                atLineStart = false;
                continue;
            }

            if (folded == '[' && atLineStart && FindHeader(body, i + width) is { } header)
            {
                result.Append("[quoted ").Append(header.Name).Append(':');
                i = header.End;
                atLineStart = false;
                continue;
            }

            result.Append(body, i, width);
            atLineStart = IsLineBreak(folded) || (atLineStart && IsBlank(folded));
            i += width;
        }

        return result.ToString();
    }

    /// <summary>After an opening bracket: an optional slash and one of our names. The end is after the closing bracket, if one follows.</summary>
    private static (string Name, int End)? FindTag(string text, int start, bool withAddressTags)
    {
        var i = SkipBlanks(text, start);
        var slash = "";
        while (i < text.Length && FoldAt(text, i) is { Folded: '/' } bar)
        {
            slash = "/";
            i = SkipBlanks(text, i + bar.Width);
        }

        foreach (var name in withAddressTags ? [.. SenderTags, .. AddressTags] : SenderTags)
        {
            if (Match(text, i, name) is not { } end || (end < text.Length && FoldAt(text, end).Folded is (>= 'A' and <= 'Z') or (>= '0' and <= '9')))
            {
                continue;
            }

            var close = SkipBlanks(text, end);
            return (slash + name, close < text.Length && FoldAt(text, close) is { Folded: '>' } bracket ? close + bracket.Width : end);
        }

        return null;
    }

    private static (string Name, int End)? FindHeader(string text, int start)
    {
        foreach (var name in HeaderFields)
        {
            if (Match(text, SkipBlanks(text, start), name) is { } end)
            {
                var colon = SkipBlanks(text, end);
                if (colon < text.Length && FoldAt(text, colon) is { Folded: ':' } found)
                {
                    return (name, colon + found.Width);
                }
            }
        }

        return null;
    }

    /// <summary>The end of the name in the text, or null. What cannot be seen and blanks may stand between its letters; for <c>_</c> a blank or a dash will do.</summary>
    private static int? Match(string text, int start, string name)
    {
        var i = start;
        for (var n = 0; n < name.Length; n++)
        {
            i = n == 0 ? i : SkipBlanks(text, i);
            if (i >= text.Length)
            {
                return null;
            }

            var (folded, width) = FoldAt(text, i);
            if (name[n] == '_')
            {
                while (folded is '_' or '-')
                {
                    i = SkipBlanks(text, i + width);
                    if (i >= text.Length)
                    {
                        return null;
                    }

                    (folded, width) = FoldAt(text, i);
                }
            }
            else if (folded == name[n])
            {
                i += width;
            }
            else
            {
                return null;
            }
        }

        return i;
    }

    private static int SkipBlanks(string text, int i)
    {
        while (i < text.Length && FoldAt(text, i) is var (folded, width) && IsBlank(folded))
        {
            i += width;
        }

        return i;
    }

    private static bool IsBlank(char folded) => folded is '\0' or ' ' or '\t' || IsLineBreak(folded);

    private static bool IsLineBreak(char folded) => folded is '\n' or '\r' or '\v' or '\f';

    private static (char Folded, int Width) FoldAt(string text, int i) =>
        Rune.TryGetRuneAt(text, i, out var rune) ? (LookAlikes.Fold(rune), rune.Utf16SequenceLength) : ('\0', 1);
}
