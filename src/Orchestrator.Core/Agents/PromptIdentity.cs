using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Core.Agents;

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

/// <summary>A prompt that an agent shows and that waits for its user.</summary>
/// <param name="Id">The same as long as it is the same prompt; an answer names it. One that asks the same once more has another.</param>
/// <param name="Identity">What tells on the screen that it is this one.</param>
/// <param name="Rows">What it says: untrusted text, to be drawn as cells.</param>
/// <param name="Approve">Whether its yes, its no and its entries can be chosen by <c>/approve</c>, <c>/deny</c> and <c>/answer</c>.</param>
public sealed record PromptView(string Id, string Identity, DateTimeOffset Since, IReadOnlyList<string> Rows, bool Approve, bool Deny, bool Answer)
{
    private const int MostRows = 24;

    private const int MostRowsTold = 4;

    private const string EntryNumber = "N";

    // Fewer rows under a drawn line are no prompt but its end.
    private const int FewestRows = 3;

    internal static PromptView Of(string id, string identity, DateTimeOffset now, ScreenObservation screen, string? begins, Settings.ScreenRule? rule)
    {
        List<string> rows = [.. screen.Rows.Skip(PromptIdentity.FirstRow(screen, begins)).Where(row => !row.AsSpan().Trim(PromptIdentity.Frame).IsEmpty).TakeLast(MostRows)];
        // What stands above the line that it is set off by is what was before. What it asks about is indented further: a line in there hides nothing.
        var top = rows.Count <= FewestRows ? -1 : rows.FindLastIndex(rows.Count - 1 - FewestRows, row => IsLine(row.StartsWith(' ') ? row[1..] : row));
        rows.RemoveRange(0, top + 1);
        return new(id, identity, now, rows, rule?.Approve is not null, rule?.Deny is not null, rule?.Answer is not null)
        {
            InOneLine = Told(rows, isWhole: begins is not null || top >= 0),
        };
    }

    /// <param name="isWhole">The first row is the prompt's own; else what was before stands above it.</param>
    private static string Told(List<string> rows, bool isWhole)
    {
        var asks = rows.FindLastIndex(row => row.AsSpan().TrimEnd(PromptIdentity.Frame).EndsWith("?"));
        var end = rows.FindIndex(Math.Max(asks, 0), IsFirstChoice);
        // Some ask first and say below what about; others say it above.
        var from = asks >= 0 && (!isWhole || end - asks > 1) ? asks : 0;
        return string.Join(" · ", rows.Take(end < 0 ? rows.Count : end).Skip(from).Take(MostRowsTold).Select(row => row.Trim([.. PromptIdentity.Frame])));
    }

    private static bool IsFirstChoice(string row)
    {
        var text = row.AsSpan().TrimStart(PromptIdentity.Frame).TrimStart(" ❯›>●");
        return text.StartsWith("1. ", StringComparison.Ordinal);
    }

    private static bool IsLine(string row) => row.Length >= FewestRows && row[0] is '─' or '━' or '═' or '▔' or '▁' or '╭' or '┌' or '┏' && row.Skip(1).Take(2).All(c => c is '─' or '━' or '═' or '▔' or '▁' or ' ');

    /// <summary>What it asks, in one line: untrusted text too.</summary>
    public string InOneLine { get; init; } = "";

    /// <summary>The answers that can be typed into it: <c>approve</c>, <c>deny</c>, and <c>N</c> for the number of an entry.</summary>
    public IEnumerable<string> Answers => ((string?[])[Approve ? "approve" : null, Deny ? "deny" : null, Answer ? EntryNumber : null]).OfType<string>();

    /// <summary>The commands of the cockpit that type them.</summary>
    public IEnumerable<string> Ways(AgentRole role) => Answers.Select(answer => answer == EntryNumber ? $"/answer {role.Letter()} {answer}" : $"/{answer} {role.Letter()}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"prompt {Id}");
}
