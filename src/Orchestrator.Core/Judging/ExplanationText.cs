using System.Globalization;
using Orchestrator.Core.Peers;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Judging;

/// <summary>Says what an agent's state is judged from. The lines quote its screen: untrusted text, to be cleaned before it is shown.</summary>
public static class ExplanationText
{
    /// <summary>A saved screen: the state first, as scripts read it.</summary>
    public static IReadOnlyList<string> Of(Judgement judgement, IEnumerable<NearMiss> nearMisses)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        var draft = judgement.Composer is null ? "" : judgement.Draft is null ? " nodraft" : " draft";
        return [SettingsSchema.NameOf(judgement.State) + draft, .. Evidence(judgement, nearMisses)];
    }

    /// <summary>An agent that runs: also since when, and what holds back its mail.</summary>
    public static IReadOnlyList<string> Of(AgentExplanation explanation, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var lines = Of(explanation.Judgement, explanation.NearMisses).ToList();
        // The process knows more than its screen: whether it has ended.
        var draft = explanation.Judgement.Draft is null ? "" : ", with a draft in its composer";
        var since = TimeZoneInfo.ConvertTime(explanation.Since, zone);
        lines[0] = string.Create(CultureInfo.InvariantCulture, $"{explanation.Role.Label()} ({explanation.Actor.Id}) is {SettingsSchema.NameOf(explanation.State)} since {since:HH:mm:ss}{draft}");
        if (explanation.Judgement.ResetsAt is { } resets)
        {
            lines.Insert(1, string.Create(CultureInfo.InvariantCulture, $"limit    until {TimeZoneInfo.ConvertTime(resets, zone):ddd HH:mm}"));
        }

        lines.Insert(1, $"mail     {(explanation.Waiting is { } waiting ? $"waits: {waiting}" : "may be typed now")}");
        Add("title", explanation.Screen?.Title);
        Add("report", explanation.Screen?.StateReport);
        Add("progress", explanation.Screen?.Progress);
        Add("notified", explanation.Screen?.Notification);
        Add("hook", explanation.Screen?.Hook);
        return lines;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                lines.Add($"{name,-8} {value}");
            }
        }
    }

    private static IEnumerable<string> Evidence(Judgement judgement, IEnumerable<NearMiss> nearMisses)
    {
        yield return judgement.Rule is { } rule
            ? $"rule     {rule.Name}: /{rule.Pattern}/ in {Place(judgement.Row, rule)}: {judgement.Evidence}"
            : $"rule     none: {judgement.Why}";
        if (judgement.Composer is { } composer)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"composer rows {composer.First + 1} to {composer.Last + 1}: {(composer.Draft.Length == 0 ? "empty" : composer.Draft)}");
        }

        foreach (var miss in nearMisses)
        {
            yield return $"not      {miss.Match.Rule.Name} ({SettingsSchema.NameOf(miss.Match.Rule.State)}) in {Place(miss.Match.Row, miss.Match.Rule)}: {miss.Why}: {miss.Match.Evidence}";
        }
    }

    private static string Place(int? row, ScreenRule rule) => row is { } at ? string.Create(CultureInfo.InvariantCulture, $"row {at + 1}") : rule.Region switch
    {
        ScreenRegion.Title => "the title",
        ScreenRegion.StateReport => "the state report",
        ScreenRegion.Progress => "the progress report",
        ScreenRegion.Notification => "a notification",
        _ => "a hook's report",
    };
}
