using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Judging;

/// <summary>A rule of <c>agents.yaml</c>, ready to be matched against screens.</summary>
internal sealed class CompiledRule
{
    private readonly RowPattern _pattern;
    private readonly RowPattern? _and;
    private readonly RowPattern? _unless;

    /// <exception cref="ArgumentException">A pattern is no regular expression.</exception>
    public CompiledRule(ScreenRule rule)
    {
        Rule = rule;
        _pattern = new RowPattern(rule.Pattern);
        _and = rule.And is { } and ? new RowPattern(and) : null;
        _unless = rule.Unless is { } unless ? new RowPattern(unless) : null;
    }

    public ScreenRule Rule { get; }

    /// <summary>A pattern of it took too long again and again; it is not tried any more.</summary>
    public bool IsLeftOut => _pattern.IsLeftOut || _and is { IsLeftOut: true } || _unless is { IsLeftOut: true };

    public int Timeouts => _pattern.Timeouts + (_and?.Timeouts ?? 0) + (_unless?.Timeouts ?? 0);

    public RuleMatch? Match(ScreenSheet sheet, ComposerFound? composer)
    {
        if (IsLeftOut || !SuitsComposer(composer))
        {
            return null;
        }

        // From the bottom: what an agent does now stands below what it did before.
        var match = Lowest(_pattern, sheet, Region(sheet, composer));
        return match is not null
            && (_and is null || Lowest(_and, sheet, Region(sheet, composer)) is not null)
            && (_unless is null || Lowest(_unless, sheet, From(match, sheet, composer)) is null) ? match : null;
    }

    /// <summary>Why the rule does not match although its pattern does somewhere on the screen.</summary>
    public NearMiss? NearMiss(ScreenSheet sheet, ComposerFound? composer)
    {
        if (IsLeftOut)
        {
            return null;
        }

        if (Lowest(_pattern, sheet, Region(sheet, composer)) is { } inRegion)
        {
            return new NearMiss(
                inRegion,
                !SuitsComposer(composer) ? (composer is null ? "the composer is not on the screen" : "the composer is on the screen")
                : _and is not null && Lowest(_and, sheet, Region(sheet, composer)) is null ? $"no row there matches its `and` /{Rule.And}/"
                : $"a row there matches its `unless` /{Rule.Unless}/");
        }

        return !IsOneText && Lowest(_pattern, sheet, Descending(sheet.Count - 1, 0)) is { } outside
            ? new NearMiss(outside, $"the row is not where the rule looks ({Rule.Region.ToString().ToLowerInvariant()}, {Rule.LastRows} rows)")
            : null;
    }

    // Evidence beside the cells.
    private bool IsOneText => Rule.Region >= ScreenRegion.Title;

    private IEnumerable<int> From(RuleMatch match, ScreenSheet sheet, ComposerFound? composer) => Region(sheet, composer).TakeWhile(row => row >= match.Row);

    private bool SuitsComposer(ComposerFound? composer) => Rule.Composer switch
    {
        ComposerNeed.Shown => composer is not null,
        ComposerNeed.Hidden => composer is null,
        _ => true,
    };

    private RuleMatch? Lowest(RowPattern pattern, ScreenSheet sheet, IEnumerable<int> rows)
    {
        if (IsOneText)
        {
            var text = Rule.Region switch
            {
                ScreenRegion.Title => sheet.Screen.Title,
                ScreenRegion.StateReport => sheet.Screen.StateReport,
                ScreenRegion.Progress => sheet.Screen.Progress,
                ScreenRegion.Notification => sheet.Screen.Notification,
                _ => sheet.Screen.Hook,
            };
            return text is not null && pattern.IsMatch(text) ? new RuleMatch(Rule, null, text) : null;
        }

        foreach (var row in rows)
        {
            if (!sheet.IsBlank(row) && pattern.IsMatch(sheet.Row(row, Rule.Style)))
            {
                return new RuleMatch(Rule, row, sheet.Screen.Rows[row].Trim());
            }
        }

        return null;
    }

    private IEnumerable<int> Region(ScreenSheet sheet, ComposerFound? composer) => Rule.Region switch
    {
        ScreenRegion.Bottom => NonBlank(sheet, sheet.Count - 1),
        ScreenRegion.Above => NonBlank(sheet, composer is null ? sheet.Count - 1 : composer.First - 1),
        ScreenRegion.Below => composer is null ? [] : Descending(sheet.Count - 1, composer.Last + 1),
        ScreenRegion.Composer => composer is null ? [] : Descending(composer.Last, composer.First),
        ScreenRegion.Screen => Descending(sheet.Count - 1, 0),
        _ => [],
    };

    private IEnumerable<int> NonBlank(ScreenSheet sheet, int from) => Descending(from, 0).Where(row => !sheet.IsBlank(row)).Take(Math.Max(1, Rule.LastRows));

    private static IEnumerable<int> Descending(int from, int to)
    {
        for (var row = from; row >= to; row--)
        {
            yield return row;
        }
    }
}
