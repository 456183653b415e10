using System.Globalization;
using Orchestrator.Core.Peers;

namespace Orchestrator.Core.Judging;

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
    public IEnumerable<string> Ways(AgentRole role) => Answers.Select(answer => answer == EntryNumber ? $"/answer {role.ShortName()} {answer}" : $"/{answer} {role.ShortName()}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"prompt {Id}");
}
