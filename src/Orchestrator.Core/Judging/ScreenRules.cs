using System.Collections.Immutable;
using Orchestrator.Core.Settings;

namespace Orchestrator.Core.Judging;

/// <summary>The rules of one actor, ready to be matched against screens. The first that matches decides, in the order of their priority.</summary>
public sealed class ScreenRules
{
    private readonly ImmutableArray<CompiledRule> _rules;
    private readonly CompiledComposer? _composer;

    /// <exception cref="ArgumentException">A pattern is no regular expression.</exception>
    public ScreenRules(ActorDefinition actor)
    {
        _rules = [.. actor.StateRules.Select(rule => new CompiledRule(rule))];
        _composer = actor.Composer is { } composer ? new CompiledComposer(composer) : null;
        PromptBegins = actor.PromptBegins;
    }

    public bool KnowsComposer => _composer is not null;

    /// <inheritdoc cref="ActorDefinition.PromptBegins"/>
    public string? PromptBegins { get; }

    /// <summary>The rules with a pattern that took too long again and again; they are not tried any more.</summary>
    public IEnumerable<ScreenRule> LeftOut => _rules.Where(rule => rule.IsLeftOut).Select(rule => rule.Rule);

    public ScreenReading Read(ScreenObservation screen)
    {
        var sheet = new ScreenSheet(screen);
        var composer = _composer?.Find(sheet);
        var incomplete = false;
        foreach (var rule in _rules)
        {
            var timeouts = rule.Timeouts;
            if (rule.Match(sheet, composer) is { } match)
            {
                return new ScreenReading(match, composer, incomplete);
            }

            incomplete |= rule.Timeouts > timeouts && !rule.IsLeftOut;
        }

        return new ScreenReading(null, composer, incomplete);
    }

    /// <summary>The rules that have a pattern which matches some row, and why they did not decide; the one that did is not among them.</summary>
    public ImmutableArray<NearMiss> NearMisses(ScreenObservation screen)
    {
        var sheet = new ScreenSheet(screen);
        var composer = _composer?.Find(sheet);
        var misses = ImmutableArray.CreateBuilder<NearMiss>();
        RuleMatch? decided = null;
        foreach (var rule in _rules)
        {
            if (rule.Match(sheet, composer) is { } match)
            {
                if (decided is not null)
                {
                    misses.Add(new NearMiss(match, $"{decided.Rule.Name} has the greater priority"));
                }

                decided ??= match;
            }
            else if (rule.NearMiss(sheet, composer) is { } miss)
            {
                misses.Add(miss);
            }
        }

        return misses.ToImmutable();
    }
}
