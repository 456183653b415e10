using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Core.Judging;

/// <summary>
/// What tells one prompt from another: an answer is meant for the prompt that was seen, and for no other. It is made of all that the screen says, from the
/// prompt's first row where that is known, but for what moves by itself while a prompt waits: a spinner, the seconds beside it, a mark that blinks.
/// </summary>
public static class PromptIdentity
{
    /// <summary>What is drawn beside a prompt's rows.</summary>
    internal const string Frame = " │┃║";

    private const int Characters = 8;

    /// <param name="begins">How the first row of the actor's prompts begins, or null when all of the screen counts.</param>
    public static string Of(ScreenObservation screen, string? begins)
    {
        ArgumentNullException.ThrowIfNull(screen);
        var text = new StringBuilder();
        for (var i = FirstRow(screen, begins); i < screen.Rows.Length; i++)
        {
            Append(text, screen.Rows[i].Trim());
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Characters];
    }

    /// <summary>The highest row that begins so: one like it in what the prompt asks about takes nothing away from it. Without one the screen's first.</summary>
    internal static int FirstRow(ScreenObservation screen, string? begins)
    {
        for (var i = 0; begins is not null && i < screen.Rows.Length; i++)
        {
            if (screen.Rows[i].AsSpan().TrimStart(Frame).StartsWith(begins, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return 0;
    }

    private static void Append(StringBuilder text, string row)
    {
        if (row.Length == 0)
        {
            return;
        }

        // A mark that blinks or turns stands first. The time beside a spinner stands in parentheses; elsewhere every digit counts: "sleep 5" is not "sleep 6".
        if (IsSpinner(row[0]))
        {
            AppendWithoutTimes(text, row.AsSpan(1).TrimStart());
        }
        else
        {
            text.Append(IsBullet(row[0]) ? row.AsSpan(1).TrimStart() : row);
        }

        text.Append('\n');
    }

    private static void AppendWithoutTimes(StringBuilder text, ReadOnlySpan<char> row)
    {
        var depth = 0;
        for (var i = 0; i < row.Length; i++)
        {
            depth += row[i] == '(' ? 1 : row[i] == ')' ? -1 : 0;
            var digits = i;
            while (depth > 0 && digits < row.Length && char.IsAsciiDigit(row[digits]))
            {
                digits++;
            }

            var isTime = digits > i && digits < row.Length && row[digits] is 'h' or 'm' or 's' && (digits + 1 == row.Length || !char.IsLetterOrDigit(row[digits + 1]));
            if (isTime)
            {
                i = digits;
            }
            else
            {
                text.Append(row[i]);
            }
        }
    }

    private static bool IsBullet(char c) => c is '●' or '○' or '⏺';

    private static bool IsSpinner(char c) => c is '·' or '•' or '◦' or '*' or '∗' or '✢' or '✳' or '✶' or '✻' or '✽' || (c >= '\u2800' && c <= '\u28FF');
}
