using System.Buffers;
using System.Collections.Immutable;

namespace Orchestrator.Core.Plan;

/// <summary>What an agent says of a task in its mail: <c>progress: T001.S2 done</c>.</summary>
/// <param name="Line">The marker as written, without what stands around it.</param>
/// <param name="Step"><c>S2</c>, or null when the task is meant.</param>
/// <param name="Action">In lower case; not necessarily one that there is.</param>
/// <param name="Reason">What follows behind a second colon.</param>
/// <param name="Excess">What follows the action and has no place there: the marker cannot be taken.</param>
public sealed record ProgressMarker(string Line, string Task, string? Step, string Action, string? Reason, string? Excess)
{
    private const string Word = "progress";

    // Longer is no marker but prose.
    private const int LongestLine = 500;

    /// <summary>
    /// The markers of a mail, in order: each at the start of a line, behind at most a bullet and the signs of emphasis or code, and not in a
    /// fenced block. Blanks, full stops, quote signs and a closing tag behind it are no part of it.
    /// </summary>
    /// <remarks>One pass over the text: a long line costs its length.</remarks>
    public static ImmutableArray<ProgressMarker> FindAll(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var markers = ImmutableArray.CreateBuilder<ProgressMarker>();
        var fence = "";
        foreach (var line in body.AsSpan().EnumerateLines())
        {
            var text = line.Trim();
            if (fence.Length > 0)
            {
                // Closed by a fence of the same sign, at least as long, with nothing behind it (CommonMark 4.5).
                if (text.StartsWith(fence, StringComparison.Ordinal) && text.Trim(fence[0]).IsEmpty)
                {
                    fence = "";
                }
            }
            else if (Opens(text) is { } opened)
            {
                fence = opened;
            }
            else if (Parse(text) is { } marker)
            {
                markers.Add(marker);
            }
        }

        return markers.ToImmutable();
    }

    private static string? Opens(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('`' or '~'))
        {
            return null;
        }

        var sign = text[0];
        var length = text.IndexOfAnyExcept(sign) is >= 0 and var other ? other : text.Length;
        return length >= 3 && (sign == '~' || !text[length..].Contains('`')) ? new string(sign, length) : null;
    }

    private static ProgressMarker? Parse(ReadOnlySpan<char> line)
    {
        var text = Bare(line);
        if (text.Length > LongestLine || !text.StartsWith(Word, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = text[Word.Length..].TrimStart();
        if (rest.IsEmpty || rest[0] is not (':' or '：'))
        {
            return null;
        }

        // Bold may end behind the colon: **Progress:** T001 done.
        rest = rest[1..].TrimStart("*_` \t");
        if (!TakeNumbered(ref rest, 'T', fewest: 3, out var task))
        {
            return null;
        }

        string? step = null;
        if (rest is ['.', ..])
        {
            rest = rest[1..];
            if (!TakeNumbered(ref rest, 'S', fewest: 1, out step))
            {
                return null;
            }
        }

        var afterTarget = rest.TrimStart("*_` \t");
        if (afterTarget.Length == rest.Length || Letters(afterTarget) is not (> 0 and var length))
        {
            return null;
        }

        var action = afterTarget[..length].ToString().ToLowerInvariant();
        rest = afterTarget[length..].Trim();
        var shown = text.ToString();
        return rest switch
        {
            [] => new ProgressMarker(shown, task, step, action, null, null),
            [':' or '：', ..] => new ProgressMarker(shown, task, step, action, rest[1..].Trim().ToString() is { Length: > 0 } reason ? reason : null, null),
            _ when MarkerActions.Are(action) => new ProgressMarker(shown, task, step, action, null, rest.ToString()),
            // "Progress: T001 goes well today" is a sentence.
            _ => null,
        };
    }

    /// <summary>Without the bullet before it and the closing tag and signs behind it.</summary>
    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && text[0] is '-' or '*' or '+' or '•' && char.IsWhiteSpace(text[1]))
        {
            text = text[1..].TrimStart();
        }

        text = text.TrimStart("`*_");
        if (text is [.., '>'] && text.LastIndexOf("</") is > 0 and var tag && !text[(tag + 2)..^1].ContainsAnyExcept(TagLetters))
        {
            text = text[..tag];
        }

        return text.TrimEnd(" \t\u00A0.。`*_");
    }

    private static readonly SearchValues<char> TagLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_- ");

    private static bool TakeNumbered(ref ReadOnlySpan<char> text, char letter, int fewest, out string taken)
    {
        const int most = 6;
        taken = "";
        if (text.IsEmpty || char.ToUpperInvariant(text[0]) != letter)
        {
            return false;
        }

        var digits = text[1..].IndexOfAnyExceptInRange('0', '9') is >= 0 and var other ? other : text.Length - 1;
        if (digits < fewest || digits > most)
        {
            return false;
        }

        taken = $"{letter}{text[1..(1 + digits)]}";
        text = text[(1 + digits)..];
        return true;
    }

    private static int Letters(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetter(text[length]) || text[length] is '_' or '-'))
        {
            length++;
        }

        return length;
    }
}
